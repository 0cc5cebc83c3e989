"""Template languages: their placeholders, sections and partials, filled with the place of every part kept."""
