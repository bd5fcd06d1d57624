"""What riders ask for, answered from the version in force."""
