"""What the program does, seen through its doors."""
