//! Questionnaires of any size, as Markdown tables.

use std::fmt::Write as _;

/// The columns of the survey sheet that are used here, in this order.
const HEAD: &str = "| survey |\n| | type | name | label | relevant | constraint | calculation \
                    | choice_filter | repeat_count | default |\n";

/// Ten choices for the questions that need some.
fn ten() -> String {
    let mut out = "| choices |\n| | list_name | name | label |\n".to_owned();
    for at in 1..=10 {
        let _ = writeln!(out, "| | l10 | c{at} | Choice number {at} |");
    }
    out
}

/// One row of the survey sheet: the cells that are named, the others empty.
fn row(out: &mut String, cells: &[(&str, &str)]) {
    out.push_str("| ");
    let columns = [
        "type",
        "name",
        "label",
        "relevant",
        "constraint",
        "calculation",
        "choice_filter",
        "repeat_count",
        "default",
    ];
    for column in columns {
        let cell = cells.iter().find(|(name, _)| *name == column);
        let _ = write!(out, "| {} ", cell.map_or("", |(_, text)| *text));
    }
    out.push_str("|\n");
}

/// `size` questions of four kinds. Each has a constraint and is shown unless the one before it
/// holds a certain value; every tenth hangs on the first instead.
pub(crate) fn flat(size: usize) -> String {
    const KINDS: [(&str, &str, &str); 4] = [
        ("text", "string-length(.) < 50", "${q} != '__hide'"),
        ("integer", ". >= 0 and . <= 120", "not(${q} = 999)"),
        ("select_one l10", ". != 'c99'", "${q} != 'c9'"),
        ("date", ". <= date('2100-01-01')", "${q} != '1900-01-01'"),
    ];
    let mut out = HEAD.to_owned();
    for at in 0..size {
        let (kind, constraint, _) = KINDS[at % 4];
        let relevant = match at {
            0 => String::new(),
            at if at % 10 == 5 => KINDS[0].2.replace("{q}", "{q0}"),
            at => KINDS[(at - 1) % 4]
                .2
                .replace("{q}", &format!("{{q{}}}", at - 1)),
        };
        let (name, label) = (
            format!("q{at}"),
            format!("Question {at}: how is item {at}?"),
        );
        row(
            &mut out,
            &[
                ("type", kind),
                ("name", &name),
                ("label", &label),
                ("relevant", &relevant),
                ("constraint", constraint),
            ],
        );
    }
    out + &ten()
}

/// One number, and calculations on it: each on the one before (`chained`), or all on the number.
pub(crate) fn calculations(size: usize, chained: bool) -> String {
    let mut out = HEAD.to_owned();
    row(
        &mut out,
        &[("type", "integer"), ("name", "x"), ("label", "X")],
    );
    for at in 1..=size {
        let expression = match at {
            at if chained && at > 1 => format!("${{c{}}} + 1", at - 1),
            at if chained => format!("coalesce(${{x}}, 0) + {at}"),
            at => format!("coalesce(${{x}}, 0) + {at}"),
        };
        let name = format!("c{at}");
        row(
            &mut out,
            &[
                ("type", "calculate"),
                ("name", &name),
                ("calculation", &expression),
            ],
        );
    }
    let label = format!("Result: ${{c{size}}}");
    row(
        &mut out,
        &[("type", "note"), ("name", "out"), ("label", &label)],
    );
    out
}

/// A repeat of ten with a sum, a count and an average outside; with a count, it has that many
/// members from the start.
pub(crate) fn repeat(count: Option<usize>) -> String {
    let mut out = HEAD.to_owned();
    let default = count.map_or(String::new(), |count| count.to_string());
    if count.is_some() {
        row(
            &mut out,
            &[
                ("type", "integer"),
                ("name", "n"),
                ("label", "How many"),
                ("default", &default),
            ],
        );
    }
    let repeat_count = if count.is_some() { "${n}" } else { "" };
    row(
        &mut out,
        &[
            ("type", "begin repeat"),
            ("name", "r"),
            ("label", "Person"),
            ("repeat_count", repeat_count),
        ],
    );
    for (name, kind) in [
        ("a", "text"),
        ("b", "integer"),
        ("c", "integer"),
        ("d", "select_one l10"),
        ("e", "date"),
        ("f", "text"),
        ("g", "integer"),
        ("h", "text"),
    ] {
        row(&mut out, &[("type", kind), ("name", name), ("label", name)]);
    }
    for (name, calculation) in [
        ("bc", "coalesce(${b}, 0) * 2 + coalesce(${c}, 0)"),
        ("tag", "concat(${a}, '-', ${bc})"),
    ] {
        calculate(&mut out, name, calculation);
    }
    row(&mut out, &[("type", "end repeat")]);
    for (name, calculation) in [
        ("total", "sum(${bc})"),
        ("most", "max(${bc})"),
        ("many", "count-non-empty(${b}) + count(${r})"),
    ] {
        calculate(&mut out, name, calculation);
    }
    row(
        &mut out,
        &[
            ("type", "note"),
            ("name", "out"),
            ("label", "Total: ${total} of ${many}"),
        ],
    );
    out + &ten()
}

fn calculate(out: &mut String, name: &str, calculation: &str) {
    let cells = [
        ("type", "calculate"),
        ("name", name),
        ("calculation", calculation),
    ];
    row(out, &cells);
}

/// A running total: each member reads the one before it.
pub(crate) fn running_total() -> String {
    let mut out = HEAD.to_owned();
    let before = "indexed-repeat(${upto}, ${r}, position(..) - 1)";
    let upto = format!("if(position(..) = 1, 0, {before}) + coalesce(${{x}}, 0)");
    row(
        &mut out,
        &[
            ("type", "integer"),
            ("name", "n"),
            ("label", "N"),
            ("default", "1000"),
        ],
    );
    row(
        &mut out,
        &[
            ("type", "begin repeat"),
            ("name", "r"),
            ("label", "R"),
            ("repeat_count", "${n}"),
        ],
    );
    row(
        &mut out,
        &[("type", "integer"), ("name", "x"), ("label", "X")],
    );
    row(
        &mut out,
        &[
            ("type", "calculate"),
            ("name", "upto"),
            ("calculation", &upto),
        ],
    );
    row(&mut out, &[("type", "end repeat")]);
    out
}

/// 20 regions of 25 districts of 20 wards. Wards follow the region at once, and narrow on the
/// district.
pub(crate) fn cascade() -> String {
    let mut out = HEAD.to_owned();
    for (kind, name, filter) in [
        ("select_one region", "region", ""),
        ("select_one district", "district", "region = ${region}"),
        (
            "select_one ward",
            "ward",
            "region = ${region} and (${district} = '' or district = ${district})",
        ),
        (
            "select_one ward",
            "both",
            "region = ${region} and district = ${district}",
        ),
    ] {
        row(
            &mut out,
            &[
                ("type", kind),
                ("name", name),
                ("label", name),
                ("choice_filter", filter),
            ],
        );
    }
    out.push_str("| choices |\n| | list_name | name | label | region | district |\n");
    for region in 0..20 {
        let _ = writeln!(out, "| | region | r{region} | Region {region} | | |");
        for district in 0..25 {
            let name = format!("r{region}d{district}");
            let _ = writeln!(
                out,
                "| | district | {name} | District {name} | r{region} | |"
            );
            for ward in 0..20 {
                let _ = writeln!(
                    out,
                    "| | ward | {name}w{ward} | Ward {name}w{ward} | r{region} | {name} |"
                );
            }
        }
    }
    out
}

/// A form as big as the biggest in the field: `size` rows in groups of twenty, with relevance of
/// groups and of questions, required answers, constraints, calculations and filled-in labels.
pub(crate) fn large(size: usize) -> String {
    let mut out = HEAD.to_owned();
    for group in 0..size / 20 {
        let name = format!("g{group}");
        let relevant = match group {
            0 => String::new(),
            group => format!("${{q{}_1}} != 'c9'", group - 1),
        };
        row(
            &mut out,
            &[
                ("type", "begin group"),
                ("name", &name),
                ("label", &name),
                ("relevant", &relevant),
            ],
        );
        for at in 0..18 {
            question(&mut out, group, at);
        }
        row(&mut out, &[("type", "end group")]);
    }
    out + &ten()
}

fn question(out: &mut String, group: usize, at: usize) {
    let name = format!("q{group}_{at}");
    let other = |at: usize| format!("${{q{group}_{at}}}");
    let (kind, label, relevant, constraint, calculation) = match at % 6 {
        0 => (
            "text",
            format!("Name of item {at}"),
            String::new(),
            "string-length(.) < 80",
            None,
        ),
        1 => (
            "select_one l10",
            format!("Which kind is {}?", other(at - 1)),
            String::new(),
            "",
            None,
        ),
        2 => (
            "integer",
            format!("How many of item {at} have you seen since last year?"),
            format!("{} = 'c1' or {} = 'c2'", other(at - 1), other(at - 1)),
            ". >= 0 and . <= 120",
            None,
        ),
        3 => (
            "calculate",
            String::new(),
            String::new(),
            "",
            Some(format!("{} * 2", other(at - 1))),
        ),
        4 => (
            "select_multiple l10",
            format!("All kinds of {at}"),
            String::new(),
            "count-selected(.) < 5",
            None,
        ),
        _ => (
            "date",
            format!("When was item {at}?"),
            format!("selected({}, 'c3')", other(at - 1)),
            "",
            None,
        ),
    };
    row(
        out,
        &[
            ("type", kind),
            ("name", &name),
            ("label", &label),
            ("relevant", &relevant),
            ("constraint", constraint),
            ("calculation", calculation.as_deref().unwrap_or("")),
        ],
    );
}
