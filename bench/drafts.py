"""What it costs to keep one page of somebody who tells while very many lie there unfinished, against writing the same row and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median, quantiles
from uuid import uuid4

from common import heading, installation

EACH = 1_000
STATE = {"once": str(uuid4()), "typed": {"worry": {"worry": ["Worried about lifts from an older man. " * 30]}}}


def milliseconds(act: Callable[[], object]) -> list[float]:
    took = []
    for _ in range(EACH):
        began = time.perf_counter()
        act()
        took.append((time.perf_counter() - began) * 1000)
    return took


def main() -> None:
    with installation():
        from holdfast.concerns.kept_briefly import MOST, Drafts, Share
        from holdfast.concerns.models import Draft
        from holdfast.database.time import now

        heading("A page kept, while so many lie unfinished")
        print("| drafts that lie there | kept, median | p95 | writing the row alone, median | ratio | afterwards there lie |")
        print("|---|---|---|---|---|---|")
        most = MOST[Share.SHORT]
        for number in (0, most // 10, most):
            Draft.objects.all().delete()
            sealed = bytes(1_500)
            until = now() + timedelta(hours=24)
            Draft.objects.bulk_create(
                (
                    Draft(key=f"{n:064}", sealed=sealed, until=until - timedelta(milliseconds=number - n), share=Share.SHORT)
                    for n in range(number)
                ),
                batch_size=5_000,
            )
            kept = milliseconds(lambda: Drafts("tell").save(str(uuid4()), STATE))
            alone = milliseconds(
                lambda sealed=sealed: Draft.objects.update_or_create(
                    key=str(uuid4()), defaults={"sealed": sealed, "until": now(), "share": Share.SIGNED_IN}
                )
            )
            left = Draft.objects.filter(share=Share.SHORT).count()
            print(
                f"| {number:,} | {median(kept):.1f} ms | {quantiles(kept, n=20)[-1]:.1f} ms | {median(alone):.1f} ms | "
                f"{median(kept) / median(alone):.2f} | {left:,} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
