"""What message components and modals may look like, as tables."""
