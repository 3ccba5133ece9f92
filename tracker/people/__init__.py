"""First storey: workers, their relatives, how to reach them, their signs of life."""
