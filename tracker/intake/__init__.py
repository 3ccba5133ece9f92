"""Lists from outside: read a sheet, repair what is certain, refuse the rest at its cell, write the register."""
