"""What does each stage cost, next to what others do for the same? Figures, not assertions."""
