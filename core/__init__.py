"""The booking core: eight rooms on six floors, which know no platform's library; an import only goes down."""
