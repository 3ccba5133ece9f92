"""Gửi tin: a message that an officer writes from a worker's file, shown word for word before it goes."""
