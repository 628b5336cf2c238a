-- M-01 … M-10 and M-17 of QH-2020 at 2020-06-30, written by hand for DuckDB.
create temp table p as
select 人员编号 person, 家庭编号 household, 行政村代码 village, coalesce(是否符合体检条件, false) eligible from 贫困人口花名册
where 名单年度 = (select max(名单年度) from 贫困人口花名册 where 名单年度 <= 2020)
  and (coalesce(是否建档立卡, false) or coalesce(是否低保对象, false) or coalesce(是否特困人员, false) or coalesce(是否贫困残疾人, false));
create temp table s as
select person, max(signed_on) signed_on from (
  select 人员编号 person, 签约日期 signed_on from 签约
  where 人员编号 is not null and 签约日期 <= '2020-06-30' and coalesce(有效期止 >= '2020-06-30', 签约日期 >= '2019-07-01')
  union all
  select p.person, 签约日期 from 签约 join p on p.household = 签约.家庭编号
  where 人员编号 is null and 签约日期 <= '2020-06-30' and coalesce(有效期止 >= '2020-06-30', 签约日期 >= '2019-07-01')
) group by person;
create temp table v as
select person, village, 疾病编码 disease, 就诊类型 = '住院' stay, 出院日期 discharged, 填报日期 filed, 就诊机构编码 place,
  coalesce(是否县域内, false) in_county, coalesce(重病兜底标识, false) severe,
  case when 就诊类型 = '住院' then 入院日期 else 就诊日期 end began, case when 就诊类型 = '住院' then 出院日期 else 就诊日期 end dated,
  医疗总费用 total, 基本医保报销 c1, 大病保险报销 c2, 医疗救助 c3, 商业健康保险 c4, 其他补充保险 c5, 新农合二次补偿 c6, 健康扶贫专项基金 c7,
  医院兜底 c8, 医疗减免 c9, 慈善救助 c10, 个人自付 c11
from 诊疗费用 join p on p.person = 人员编号;
create temp table d as
with ledger as (
  select * from 救治台账 qualify row_number() over (partition by 患病编号 order by 填报日期 desc nulls last, 台账编号 desc) = 1
), seen as (
  select person, disease, min(began) first_seen, max(began) filter (began <= '2020-06-30') last_seen from v where began is not null group by all
)
select x.人员编号 person, village, x.疾病编码 disease, 核实日期 verified_on, coalesce(list_contains(三个一批分类, '慢病签约服务'), false) by_class,
  coalesce(首次救治日期 <= '2020-06-30', false) or coalesce(救治状态 in ('救治中', '已救治', '已治愈', '已销号'), false)
    or coalesce(last_seen >= 核实日期, false) treated,
  coalesce(销号日期 < '2020-01-01', false) or coalesce(销号日期 <= '2020-06-30', false) and (coalesce(销号原因 in ('迁出', '误诊'), false)
    or coalesce(销号原因 = '死亡', false) and not coalesce(首次救治日期 < 销号日期, false) and not coalesce(first_seen < 销号日期, false)) gone,
  coalesce(销号日期 <= '2020-06-30' and 销号原因 = '转慢病管理', false) moved_on
from 患病核实 x join p on p.person = x.人员编号 left join ledger using (患病编号)
left join seen on seen.person = x.人员编号 and seen.disease = x.疾病编码
where 核实状态 = '已核实' and 核实日期 <= '2020-06-30';
create temp table c as
select person, any_value(village) village, any_value(signed_on) signed_on, min(verified_on) verified_on,
  bool_or(disease in ('I10', 'E14', 'E10', 'E11', 'F20')) is_key,
  min(verified_on) filter (disease in ('I10', 'E14', 'E10', 'E11', 'F20')) key_on, max(last_follow_up) last_follow_up
from d left join s using (person)
left join (select 人员编号 person, max(随访日期) last_follow_up from 随访 where 随访日期 <= '2020-06-30' group by all) using (person)
where not gone and (by_class or disease in ('I10', 'E14', 'E10', 'E11', 'F20')) group by person;
create temp table m17 as
select village, sum(total) total, [sum(c1), sum(c2), sum(c3), sum(c4), sum(c5), sum(c6), sum(c7), sum(c8), sum(c9), sum(c10), sum(c11)] parts
from v where dated between '2020-01-01' and '2020-06-30' group by village;
-- One statement per indicator: DuckDB 1.5.5 stops for ever on the union of all of them over millions of rows.
create temp table found (village text, id text, n bigint, total bigint);
insert into found
select village, 'M-01' id, count(*) filter (treated) n, count(*) total from d
where not gone and not moved_on and disease in ('C67', 'C56', 'C64', 'F20', 'I09') group by village;
insert into found
select village, 'M-02', count(signed_on), count(*) from c group by village;
insert into found
select village, 'M-05', count(signed_on), count(*) from c where is_key group by village;
insert into found
select village, 'M-03', count(signed_on), count(*) from p left join s using (person) group by village;
insert into found
select village, 'M-04', count(*) filter (last_follow_up > '2020-03-30'), count(*) from c
  where signed_on <= '2020-03-30' and verified_on <= '2020-03-30' group by village;
insert into found
select village, 'M-06', count(*) filter (last_follow_up > '2020-03-30'), count(*) from c
  where is_key and signed_on <= '2020-03-30' and key_on <= '2020-03-30' group by village;
insert into found
select village, 'M-07', count(checked), count(*) from p left join (
  select distinct 人员编号 person, true checked from 健康体检 where 体检日期 between '2020-01-01' and '2020-06-30') using (person)
  where eligible group by village;
insert into found
select 县代码, 'M-08', 县域内就诊人次, 贫困人口就诊总人次 from 县域就诊汇总 where 年度 = 2019;
insert into found
select village[1:6], 'M-08', count(*) filter (in_county), count(*) from v
  where year(dated) = 2019 and village[1:6] not in (select 县代码 from 县域就诊汇总 where 年度 = 2019) group by all;
insert into found
select 乡代码, 'M-09', 乡村两级未评级医院诊疗人次 + 乡村两级一级医院诊疗人次, 诊疗总人次 from 乡镇诊疗汇总 where 年度 = 2019;
insert into found
select village[1:9], 'M-09', count(*) filter (机构层级 in ('乡', '村') and 医院等级 in ('未评级', '一级')), count(*)
  from v left join 医疗卫生机构 on 机构编码 = place
  where year(dated) = 2019 and village[1:9] not in (select 乡代码 from 乡镇诊疗汇总 where 年度 = 2019) group by all;
insert into found
select village, 'M-10', count(*) filter (filed <= discharged + 15), count(*) from v
  where stay and discharged between '2020-01-01' and '2020-06-30' and (severe or disease in ('C67', 'C56', 'C64', 'F20', 'I09'))
  and (filed <= '2020-06-30' or discharged <= '2020-06-15') group by village;
insert into found
select village, 'M-17.' || unnest(['基本医保报销', '大病保险报销', '医疗救助', '商业健康保险', '其他补充保险', '新农合二次补偿', '健康扶贫专项基金',
  '医院兜底', '医疗减免', '慈善救助', '个人自付']), coalesce(unnest(parts), 0)::bigint, total::bigint from m17;
select * from found;
