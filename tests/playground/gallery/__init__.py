"""The pictures of every card, form, list and page; made with ``python3 dev gallery``."""
