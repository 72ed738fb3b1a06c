"""Size and margin of tiles, as a model asks and as the user overrides."""

from __future__ import annotations

from ..core.errors import LmaError


class TileSize:
    """Base of the scorers: they set ``tile`` and ``margin``."""

    multiple = 1
    fixed = False

    def set_tiles(self, tile=0, overlap=0):
        """Take the user's wishes.

        Parameters
        ----------
        tile : int
            Cells; 0 keeps what the model asks for.
        overlap : int
            Cells that neighbouring tiles share; 0 keeps what the model asks for.

        Raises
        ------
        LmaError
            If the overlap leaves nothing of a tile, or the model's tiles cannot change.
        """
        if tile and self.fixed and tile != self.tile:
            raise LmaError("This model takes tiles of {} cells only; set the tile size to 0.", self.tile)
        self.tile = tile or self.tile
        wanted = -(-overlap // 2) if overlap else self.margin
        self.margin = -(-wanted // self.multiple) * self.multiple
        if 2 * self.margin >= self.tile:
            raise LmaError(
                "Tiles of {} cells that share {} leave nothing; choose larger tiles or a smaller overlap.",
                self.tile, 2 * self.margin,
            )
