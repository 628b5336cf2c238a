"""Whether the figures come in time and can be trusted: 填报及时性, 报送看板, 花名册, 数据质量."""
