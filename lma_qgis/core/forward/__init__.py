"""Forward model: polarity time scale, skewness, profiles and fields."""
