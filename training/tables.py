"""A report as Markdown."""

from __future__ import annotations

import numpy as np

KINDS = ("spreading", "null", "shifted", "quiet", "seamounts", "fractal")
METHODS = ("ridge default", "ridge tuned", "network")


def row(*cells):
    """Return one line of a table."""
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def heading(*cells):
    """Return the two lines that open a table."""
    return [row(*cells), "|" + "---|" * len(cells)]


def markdown(report):
    """Return all tables of a report.

    Parameters
    ----------
    report : dict
        As ``training.report`` stores it.

    Returns
    -------
    str
    """
    lines = [
        "Thresholds, the highest within 0.005 of the best F1 on validation maps: "
        + ", ".join(f"{method} {_threshold(report, method)}" for method in METHODS)
        + f". Tuned: the widths {report['ridge_widths'][0]:.0f} to {report['ridge_widths'][1]:.0f} m did best on the "
        "validation maps. Intervals: 95 %, paired bootstrap over maps, network minus tuned ridge filter.", "",
    ]
    lines += split_tables(report["splits"]) + ["", *_zooms(report["zoom"])]
    if report["real"]:
        lines += ["", *_real(report["real"])]
    return "\n".join(lines)


def _threshold(report, method):
    used, chosen = report["thresholds"][method], report["by_rule"][method]
    return f"{used:.2f}" if used == chosen else f"{used:.2f} (of the card; by the rule {chosen:.2f})"


def split_tables(splits, support=True):
    """Return the tables of :func:`training.judge.of_split` for several sets of maps, by support only if wanted."""
    parts = (_accuracy(splits), _kilometres(splits), _support(splits) if support else [], _lengths(splits))
    return [line for part in parts if part for line in (*part, "")][:-1]


def _accuracy(splits):
    lines = heading(
        "regime (maps)", "detector", "F1 2 px", "AP 2 px", "F1 3 px", "AP 3 px", "chance F1", "worst decile",
        "F1 by thirds of track density",
    )
    for split, entry in splits.items():
        for method in METHODS:
            e = entry[method]
            numbers = [f"{e[key]:.3f}" for key in ("f1", "ap", "f1_3", "ap_3", "chance", "worst_decile")]
            numbers.append(" / ".join(f"{e['f1_' + third]:.2f}" for third in ("sparse", "middle", "dense")))
            lines.append(row(f"{split} ({entry['maps']})", method, *numbers))
        low, high = zip(entry["difference"]["f1"], entry["difference"]["ap"], strict=True)
        intervals = [f"{a:+.3f} … {b:+.3f}" for a, b in zip(low, high, strict=True)]
        lines.append(row("", "network − ridge tuned", *intervals, "", "", "", "", ""))
    return lines


def _kilometres(splits):
    lines = [
        "Lines traced and compared by the plugin (`trace_ridges`, `compare_lines`; at least 30 km long, strike within "
        "25°), by tolerance: F1 / chance (labels displaced across their strike); correctness and completeness:", "",
        *heading("regime", "detector", "3 km", "5 km", "10 km", "at 5 km: correct, complete"),
    ]
    for split, entry in splits.items():
        for method in METHODS:
            numbers = entry[method]["km"]["tolerance"]
            cells = [f"{numbers[at][2]:.2f} / {numbers[at][3]:.2f}" for at in ("3", "5", "10")]
            lines.append(row(split, method, *cells, f"{numbers['5'][0]:.2f}, {numbers['5'][1]:.2f}"))
    return lines


def _support(splits):
    lines = [
        "The same at 5 km by class of support of the drawn or labelled stretch: F1 (drawn km / labelled km):", "",
        *heading("regime", "detector", "low, below 0.3", "medium", "high, above 0.6"),
    ]
    for split, entry in splits.items():
        for method in METHODS:
            cells = [f"{f1:.2f} ({drawn:.0f} / {labelled:.0f})" if labelled else "–"
                     for drawn, _, labelled, _, f1 in entry[method]["km"]["support"]]
            lines.append(row(split, method, *cells))
    return lines


def _lengths(splits):
    shown = [kind for kind in KINDS if any(entry["network"].get(f"km_{kind}") is not None for entry in splits.values())]
    lines = [
        "Kilometres drawn per 10⁴ km² (`null`: the spreading maps, their tracks shifted along themselves by the "
        "plugin's own function; other columns: maps of other kinds):", "",
        *heading("regime", "detector", *shown, "null / spreading"),
    ]
    for split, entry in splits.items():
        for method in METHODS:
            values = {kind: entry[method].get(f"km_{kind}") for kind in shown}
            ratio = "–"
            if values.get("null") is not None and values["spreading"]:
                ratio = f"{values['null'] / values['spreading']:.2f}"
            lines.append(row(split, method, *("–" if v is None else f"{v:.0f}" for v in values.values()), ratio))
    return lines


def _zooms(zooms):
    lines = [
        "F1 of the network on larger cells, on maps whose lineations stay 7.5 cells apart:", "",
        *heading("zoom", "maps", "F1 ×1", "F1 zoomed", "share"),
    ]
    for zoom, e in zooms.items():
        share = e["f1_zoomed"] / max(e["f1_native"], 1e-9)
        lines.append(row(f"×{zoom}", e["maps"], f"{e['f1_native']:.3f}", f"{e['f1_zoomed']:.3f}", f"{share:.2f}"))
    return lines


def _real(real):
    lines = [
        "Real survey `galapagos_sc_west`: kilometres of axes within 8 cells of a track, on the survey and on copies "
        "with shifted tracks. Against the published lineations (Cande et al. 1989), traced and compared by the "
        "plugin: F1 / chance (lineations displaced across strike) at 5 and 10 km; share of the drawn length near one "
        "that strikes within 15° of it. Last columns: km per 10⁴ km² on `negative_control_rio`, an airborne survey "
        "over land (3400 km²), without a mask and with one of the sea floor (crust of known age):", "",
        *heading("detector, cells", "real km", "shifted km (each)", "mean ratio", "5 km / chance", "10 km / chance",
                 "within 15°", "over land", "masked"),
    ]
    for name, e in real.items():
        cande = e["cande"]
        ratio = np.mean(e["null_km"]) / max(e["real_km"], 1e-9)
        lines.append(row(
            name, f"{e['real_km']:.0f}", ", ".join(f"{km:.0f}" for km in e["null_km"]), f"{ratio:.2f}",
            *(f"{cande[at][0]:.2f} / {cande[at][1]:.2f}" for at in ("5", "10")), f"{cande['within_15']:.2f}",
            f"{e['control']:.0f}", f"{e['control_masked']:.0f}",
        ))
    return lines
