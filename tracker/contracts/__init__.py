"""Second storey: one worker, one sender, one employer, one period abroad."""
