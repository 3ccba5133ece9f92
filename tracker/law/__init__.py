"""The law book: dated rules with sources, checks that yield findings, clocks, the working calendar."""
