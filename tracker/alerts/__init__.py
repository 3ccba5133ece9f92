"""Third storey: someone must look at this."""
