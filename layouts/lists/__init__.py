"""Who is missing and what it costs: 三率面板, 漏斗图, work lists, 费用构成, 专项基金, 预警候选户, 任务分工, 口径."""
