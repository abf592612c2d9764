"""What the commands take, by what a user comes for: a file for each of the jobs of the help."""
