"""Measurements beside peers in the same run, as ratios where machines differ: `python -m benchmarks [--quick] [--write]`."""
