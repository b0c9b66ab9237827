//! Interviews, lines, passages and needs as exports and as views, on both engines.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{RecordId, erase};
use needs::{
    Interview, Need, Passage,
    consent::{Consent, Decision, How, Scope, Whom},
    interview::{LineNote, Opening, PresentAs, consent_field, line_field, present_field},
    passage::{Source, Spot},
};
use serde_json::Value;

use crate::{
    engines::databases,
    export::{Estate, estate, new_id},
    server::Server,
    views::{doorstep, rows},
};

const TABLES: [&str; 4] = ["interviews", "interview_lines", "passages", "needs"];

/// An interview with a passage and a need, under a consent of its own; gives that and the talk.
fn talk(estate: &mut Estate, minute: i64, text: &str) -> (RecordId, RecordId) {
    let [talk, consent, mark, need] = std::array::from_fn(|_| new_id());
    let decision = Decision {
        whom: Whom {
            unit: None,
            resident: None,
        },
        campaign: None,
        scope: Scope::Interview,
        wording: None,
        given: true,
        how: How::Spoken,
    };
    estate.write(minute, Consent::change(consent, &decision));
    let opening = Opening {
        unit: Some(estate.unit()),
        started: "2026-06-01T09:00:00+08:00".to_owned(),
        ..Opening::default()
    };
    let mut fields = Interview::begin(&opening);
    let line = LineNote {
        text: text.to_owned(),
        at: 61_500,
        speaker: Some("p".to_owned()),
        guide: None,
    };
    let anna = PresentAs {
        name: "Anna".to_owned(),
        ..PresentAs::default()
    };
    fields.extend([
        line_field("a", Some(&line)),
        present_field("p", Some(&anna)),
        consent_field("interview", consent),
    ]);
    let end = "2026-06-01T09:20:00+08:00";
    estate.write(minute, Interview::finish(talk, fields, end, &[]));
    let spot = |offset| Spot { line: "a", offset };
    let span = (spot(0), spot(text.chars().count()));
    estate.write(
        minute,
        Passage::mark(mark, Source::Interview(talk), span, text),
    );
    let change = {
        let state = estate.device.ledger.state();
        let passage = Passage::find(state, mark).unwrap();
        Need::of_passage(state, need, passage, &format!("={text}")).unwrap()
    };
    estate.write(minute, change);
    (talk, consent)
}

/// The rows of an export, each as name and text of its cells.
fn exported(server: &Server, estate: &Estate, table: &str) -> Vec<BTreeMap<String, String>> {
    let path = format!("/api/v1/sites/{}/export/{table}.json?lang=en", estate.site);
    let text = server.get(&path).body_mut().read_to_string().unwrap();
    let all: Vec<BTreeMap<String, Value>> = serde_json::from_str(&text).unwrap();
    let cell = |value: Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        other => other.to_string(),
    };
    let row =
        |row: BTreeMap<String, Value>| row.into_iter().map(|(name, value)| (name, cell(value)));
    all.into_iter().map(|one| row(one).collect()).collect()
}

/// Columns that a view has of each table.
fn shared(table: &str) -> Vec<String> {
    let names: &[&str] = match table {
        "interviews" => &[
            "_id",
            "_unit",
            "_unit_id",
            "_building",
            "_floor",
            "_campaign",
            "group",
            "title",
            "place",
            "_by",
            "_by_id",
            "_device",
            "_started",
            "_finished",
            "present_count",
            "guide_covered",
            "lines",
            "recordings",
            "passages",
            "needs",
            "_changed",
        ],
        "interview_lines" => &[
            "_key",
            "_id",
            "_index",
            "_unit",
            "_unit_id",
            "_campaign",
            "_started",
            "seconds",
            "speaker",
            "text",
        ],
        "passages" => &[
            "_id",
            "quote",
            "note",
            "_unit",
            "_unit_id",
            "_building",
            "_campaign",
            "source",
            "source_id",
            "_created",
        ],
        _ => &[
            "_id",
            "content",
            "source",
            "time",
            "quote",
            "_unit",
            "_unit_id",
            "_building",
            "_floor",
            "_campaign",
            "_by",
            "_by_id",
            "_device",
            "source_id",
            "passage_id",
            "withdrawn",
            "_created",
        ],
    };
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn what_talks_gave_is_exported_and_seen_alike_until_it_is_taken_back_or_erased() {
    for database in databases() {
        let mut estate = estate();
        let (_, back) = talk(&mut estate, 1, "The lift is slow; it's \"old\"");
        let (gone, _) = talk(&mut estate, 2, "The garden is dark");
        let (kept, no) = talk(&mut estate, 3, "Nobody calls back");
        let wrong = talk(&mut estate, 4, "Said by mistake");
        let consent = |estate: &Estate, id| {
            let state = estate.device.ledger.state();
            let consent = Consent::find(state, id).unwrap();
            (
                consent.withdraw(new_id()),
                consent.correct(new_id(), "slip"),
            )
        };
        let (withdraw, _) = consent(&estate, back);
        estate.write(5, withdraw);
        estate.write(6, erase::change(gone, "asked"));
        let (_, corrected) = consent(&estate, wrong.1);
        estate.write(7, corrected);
        // Taken back by mistake, and put right: this one stays.
        let (withdraw, _) = consent(&estate, no);
        let mistake = withdraw.id;
        estate.write(8, withdraw);
        let (_, right) = consent(&estate, mistake);
        estate.write(9, right);
        estate.store(&database);

        doorstep(&["views", "--lang", "en"], &database);
        let server = Server::of(&database);
        for table in TABLES {
            let all = exported(&server, &estate, table);
            assert_eq!(all.len(), 1, "{table}: {all:?}");
            let columns = shared(table);
            let cells = columns.iter().map(|name| all[0][name].clone());
            let expected: Vec<String> = cells.collect();
            let found = rows(&database, table, &columns);
            let found: Vec<Vec<String>> = found
                .into_iter()
                .map(|row| row.into_iter().map(Option::unwrap_or_default).collect())
                .collect();
            assert_eq!(found, [expected], "{table}");
        }
        let ids: BTreeSet<_> = exported(&server, &estate, "interviews")
            .iter()
            .map(|row| row["_id"].clone())
            .collect();
        assert_eq!(ids, BTreeSet::from([kept.to_string()]));
        for kind in ["interview", "passage", "need"] {
            let path = format!("records.csv?kind={kind}");
            let path = format!("/api/v1/sites/{}/export/{path}", estate.site);
            let text = server.get(&path).body_mut().read_to_string().unwrap();
            assert!(text.contains("calls back"), "{kind}");
            for lost in ["lift", "garden", "mistake"] {
                assert!(!text.contains(lost), "{kind}: {lost}");
            }
        }
        let path = format!("/api/v1/sites/{}/export/needs.csv", estate.site);
        let text = server.get(&path).body_mut().read_to_string().unwrap();
        assert!(text.contains("'=Nobody calls back"), "no formula: {text}");
    }
}
