"""What the sheets of an export show: columns and their cells, in the order of rules 8.4 to 8.6."""
