"""First storey: those who send workers abroad, their licences, and employers there."""
