"""Pages of supervision: blank spots, readings, whom to supervise, ways to pass, what-if, the three threes."""
