"""Boundaries of China's regions: the shipped data pack, made-up (示意) cells, an office's own files, map files for browsers."""
