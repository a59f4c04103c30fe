"""Put the tour's pictures into the guide, and draw its papers: `make_guide.py TOUR TARGET`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from app.domain.guide import Picture
from app.services.clock import local_time
from app.services.guide import pictures, print_counter_card, print_guide, read_guide


def main() -> None:
    """Take the pictures that the guide shows from the tour; leave the papers in the target."""
    tour, target = Path(sys.argv[1]), Path(sys.argv[2])
    taken = {path.stem.partition("-")[2]: path for path in tour.glob("*.png")}
    shutil.rmtree(pictures(), ignore_errors=True)
    pictures().mkdir()
    for chapter in read_guide():
        for section in chapter.sections:
            for block in section.blocks:
                if isinstance(block, Picture):
                    shutil.copy(taken[block.name], pictures() / f"{block.name}.png")
    target.mkdir(parents=True, exist_ok=True)
    now = local_time()
    (target / "huong-dan-so-thiet-bi.pdf").write_bytes(print_guide(now))
    (target / "the-treo-o-quay.pdf").write_bytes(print_counter_card(now))


if __name__ == "__main__":
    main()
