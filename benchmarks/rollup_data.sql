-- A made-up month of $persons persons, spread like a province's; one view per table with the columns that the indicators read.
-- About six records of events per person. Views alone: each table streams to its file, so that memory does not grow with its size.
create macro pick(i, salt, n) as cast(hash(i, salt) % n as integer);
create macro days_ago(i, salt, n) as date '2020-06-30' - pick(i, salt, n);
create macro disease(i) as (['C67', 'C56', 'C64', 'F20', 'I09', 'I10', 'E14', 'J44', 'M17', 'H40'])[1 + pick(i, 5, 10)];
create macro village_code(n) as format('6301{:02d}{:03d}{:03d}', 1 + n % 45, 100 + (n // 45) % 10, 200 + n // 450);
create macro person(i) as format('P{:08d}', i);
create macro house(h) as format('H{:07d}', h);
create macro village(h) as village_code(h * 4 // 106);
create view 贫困户 as select house(h) 家庭编号, 2020 名单年度, village(h) 行政村代码, 1 + h % 5 家庭人口数 from range($persons // 4) t(h);
create view 贫困人口花名册 as
select person(i) 人员编号, 2020 名单年度, house(i // 4) 家庭编号, village(i // 4) 行政村代码, pick(i, 1, 10) < 8 是否建档立卡,
  pick(i, 2, 10) < 3 是否低保对象, false 是否特困人员, pick(i, 3, 12) = 0 是否贫困残疾人, pick(i, 4, 20) > 0 是否符合体检条件
from range($persons) t(i);
create view 患病核实 as
select format('D{:08d}', i) 患病编号, person(i) 人员编号, disease(i) 疾病编码, '已核实' 核实状态, days_ago(i, 6, 900) 核实日期,
  case when pick(i, 7, 3) = 0 then ['慢病签约服务'] end 三个一批分类 from range($persons) t(i) where pick(i, 8, 4) = 0;
create view 救治台账 as
select format('L{:08d}', i) 台账编号, format('D{:08d}', i) 患病编号, (['未救治', '救治中', '已救治', '已治愈'])[1 + pick(i, 9, 4)] 救治状态,
  case when pick(i, 10, 2) = 0 then days_ago(i, 11, 700) end 首次救治日期, days_ago(i, 12, 400) 填报日期,
  case when pick(i, 13, 6) = 0 then days_ago(i, 14, 500) end 销号日期,
  case when pick(i, 13, 6) = 0 then (['死亡', '迁出', '治愈', '转慢病管理'])[1 + pick(i, 15, 4)] end 销号原因
from range($persons) t(i) where pick(i, 8, 4) = 0;
create view 诊疗费用 as
select format('V{:08d}', k) 就诊编号, person(i) 人员编号, disease(i) 疾病编码, case when pick(k, 16, 8) = 0 then '住院' else '门诊' end 就诊类型,
  days_ago(k, 17, 500) - 9 入院日期, days_ago(k, 17, 500) 出院日期, days_ago(k, 17, 500) 就诊日期,
  days_ago(k, 17, 500) + 20 - pick(k, 18, 20) 填报日期, pick(k, 19, 10) < 7 是否县域内, format('I{:03d}', pick(k, 20, 300)) 就诊机构编码,
  pick(k, 21, 9) = 0 重病兜底标识, 1000000 医疗总费用, 600000 基本医保报销, 100000 医疗救助, 300000 个人自付
from (select k, pick(k, 40, $persons) i from range($persons * 24 // 10) t(k));
create view 签约 as
select format('S{:08d}', h) 签约编号, house(h) 家庭编号, days_ago(h, 28, 500) 签约日期 from range($persons // 4) t(h) where pick(h, 23, 10) < 9;
create view 随访 as
select format('F{:08d}', k) 随访编号, person(pick(k, 41, $persons)) 人员编号, days_ago(k, 24, 700) 随访日期 from range($persons * 24 // 10) t(k);
create view 健康体检 as select person(i) 人员编号, 2020 年度, days_ago(i, 26, 300) 体检日期 from range($persons) t(i) where pick(i, 27, 2) = 0;
create view 县域就诊汇总 as
select distinct village[1:6] 县代码, 2019 年度, 900 贫困人口就诊总人次, 700 县域内就诊人次
from (select village_code(n) village from range($persons // 106) t(n)) where pick(village[1:6], 29, 3) > 0;
create view 乡镇诊疗汇总 as
select distinct village[1:9] 乡代码, 2019 年度, 90 诊疗总人次, 20 乡村两级未评级医院诊疗人次, 10 乡村两级一级医院诊疗人次
from (select village_code(n) village from range($persons // 106) t(n)) where pick(village[1:9], 30, 3) > 0;
create view 医疗卫生机构 as
select format('I{:03d}', i) 机构编码, (['县', '乡', '村'])[1 + i % 3] 机构层级, (['未评级', '一级', '二级'])[1 + i % 2] 医院等级 from range(300) t(i);
