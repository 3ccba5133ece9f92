"""The page with which an officer corrects a contract that was registered wrongly."""
