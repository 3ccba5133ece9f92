"""Base: route table, page furniture, paging, errors."""
