"""English at the edge: the program speaks Chinese, one hook translates what leaves it (`locales/en.po`)."""
