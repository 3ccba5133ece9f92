"""Fifth storey: the pages an officer and a supervisor open every morning."""
