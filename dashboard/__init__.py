"""The core of the war-room map: records, indicators, verdicts, month versions and the questions asked of them."""
