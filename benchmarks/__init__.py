"""What is measured: ratios inside one run, never absolute times of one machine."""
