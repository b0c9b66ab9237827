//! The query behind a view.

use std::{collections::BTreeSet, fmt::Write as _};

use ledger::SiteId;
use needs::{Lang, consent::Scope, tables::Responses};

use super::free;
use crate::storage::{Dialect, quoted};

/// The kinds of records that every row may refer to.
const KINDS: [&str; 5] = ["unit", "building", "campaign", "person", "consent"];

/// The query whose rows are those of the table.
pub(super) fn of(dialect: Dialect, site: SiteId, responses: &Responses, lang: Lang) -> String {
    let mut query = fold(dialect, site, &["response"]);
    let talk = (responses.scope() == Scope::Interview).then(|| responses.form().to_string());
    query += &lost(dialect, &["response"], talk.as_slice());
    let form = responses.form();
    let _ = write!(
        query,
        ", answered AS (SELECT id FROM latest WHERE kind = 'response' AND field = 'form' \
         AND value = '{form}' AND id NOT IN (SELECT id FROM gone) \
         AND id NOT IN (SELECT id FROM lost))",
    );
    match responses.repeat() {
        None => whole(&mut query, dialect, responses, lang),
        Some(repeat) => instances(&mut query, dialect, responses, repeat),
    }
    query
}

/// What the fold makes of the entries: `latest` has the value of each field, `ordered` the entries
/// about each record of these kinds in their order.
pub(super) fn fold(dialect: Dialect, site: SiteId, rows: &[&str]) -> String {
    let rows = listed(rows);
    let kinds = format!("{}, {rows}", listed(&KINDS));
    let (site, entry, each, value) = match dialect {
        Dialect::Sqlite => (
            format!("X'{}'", site.0.simple()),
            "text",
            "json_each(live.text, '$.set') AS cell",
            "cell.value",
        ),
        // A NUL is a character of JSON and none of PostgreSQL's.
        Dialect::Postgres => (
            format!("'{site}'::uuid"),
            "replace(text, '\\u0000', '\\ufffd')::json",
            "json_each(live.body -> 'set') AS cell",
            "cell.value #>> '{}'",
        ),
    };
    let body = match dialect {
        Dialect::Sqlite => "text",
        Dialect::Postgres => "body",
    };
    let has_set = match dialect {
        Dialect::Sqlite => "json_type(text, '$.set') = 'object'",
        Dialect::Postgres => "json_typeof(body -> 'set') = 'object'",
    };
    let device = match dialect {
        Dialect::Sqlite => "lower(hex(device))",
        Dialect::Postgres => "replace(device::text, '-', '')",
    };
    let at = |path: &[&str]| member(dialect, body, path);
    let (time, id) = (at(&["time"]), at(&["id"]));
    let (about, about_seq, lifted) = (
        at(&["set", "device"]),
        at(&["set", "seq"]),
        at(&["set", "lifted"]),
    );
    let yes = yes(dialect);
    let (about_it, of_ruling, of_entry) = last_words();
    format!(
        "WITH raw AS (SELECT {device} AS device, CAST(seq AS TEXT) AS seq, kind, text, \
           {entry} AS body FROM entries WHERE site = {site} AND kind IN ({kinds}, 'ruling')), \
         ruling AS (SELECT device, seq, {time} AS time, replace({about}, '-', '') AS about, \
           CAST({about_seq} AS TEXT) AS about_seq, {lifted} AS lifted \
           FROM raw WHERE kind = 'ruling' AND {has_set}), \
         counting AS (SELECT r.* FROM ruling r \
           WHERE NOT EXISTS (SELECT 1 FROM ruling q {about_it}) OR ({of_ruling}) = {yes}), \
         void AS (SELECT DISTINCT c.about AS device, c.about_seq AS seq FROM counting c \
           WHERE coalesce(({of_entry}) <> {yes}, TRUE)), \
         live AS (SELECT raw.kind, raw.device, raw.seq, {id} AS id, {time} AS time, text, body \
           FROM raw LEFT JOIN void ON void.device = raw.device AND void.seq = raw.seq \
           WHERE raw.kind <> 'ruling' AND void.device IS NULL AND {has_set}), \
         cells AS (SELECT live.kind, live.id, cell.key AS field, {value} AS value, \
           cell.value AS raw, {object} AS whole, \
           row_number() OVER (PARTITION BY live.kind, live.id, cell.key \
             ORDER BY live.time DESC, live.device DESC) AS place \
           FROM live, {each}), \
         latest AS (SELECT kind, id, field, value, raw, whole FROM cells \
           WHERE place = 1 AND value IS NOT NULL), \
         gone AS (SELECT id FROM latest WHERE field = 'deleted' AND value = {yes}), \
         ordered AS (SELECT id, device, {actor} AS actor, {wall} AS wall, \
           row_number() OVER (PARTITION BY id ORDER BY time, device) AS up, \
           row_number() OVER (PARTITION BY id ORDER BY time DESC, device DESC) AS down \
           FROM live WHERE kind IN ({rows}))",
        object = match dialect {
            Dialect::Sqlite => "cell.type = 'object'",
            Dialect::Postgres => "json_typeof(cell.value) = 'object'",
        },
        actor = at(&["actor"]),
        wall = at(&["wall"]),
    )
}

fn listed(kinds: &[&str]) -> String {
    let quoted: Vec<String> = kinds.iter().map(|kind| format!("'{kind}'")).collect();
    quoted.join(", ")
}

/// What was taken back later: the same rule as `needs::consent`. `lost` has the records of these
/// kinds, `unheard` those whose recordings may no longer be used; `forms` are the questionnaires of
/// interviews.
pub(super) fn lost(dialect: Dialect, kinds: &[&str], forms: &[String]) -> String {
    let of = |field: &str| format!("max(CASE WHEN field = '{field}' THEN value END)");
    let (kinds, yes) = (listed(kinds), yes(dialect));
    let mut forms: Vec<String> = forms.iter().map(|form| text(form)).collect();
    // A list that holds nothing is none in SQL.
    forms.push("''".to_owned());
    format!(
        ", decided AS (SELECT said.*, made.at FROM (SELECT id, coalesce({unit}, '') AS unit, \
           coalesce({resident}, '') AS resident, {scope} AS scope, {given} AS given, \
           {withdrawal} AS withdrawal, {withdraws} AS withdraws, {corrects} AS corrects \
           FROM latest WHERE kind = 'consent' AND id NOT IN (SELECT id FROM gone) \
           GROUP BY id) said \
           JOIN (SELECT id, min(time) AS at FROM live WHERE kind = 'consent' GROUP BY id) made \
           ON made.id = said.id), \
         back AS (SELECT * FROM decided WHERE withdrawal = {yes} \
           AND coalesce(given, '') <> {yes} AND id NOT IN \
           (SELECT corrects FROM decided WHERE corrects IS NOT NULL)), \
         taken AS (SELECT withdraws AS id FROM back WHERE withdraws IS NOT NULL \
           UNION SELECT given.id FROM decided given JOIN back ON back.unit = given.unit \
             AND back.resident = given.resident AND back.scope = given.scope \
             AND back.at > given.at \
           WHERE given.given = {yes} AND (given.unit <> '' OR given.resident <> '')), \
         given AS (SELECT said.*, made.at FROM (SELECT id, coalesce({unit}, '') AS unit, \
           coalesce({resident}, '') AS resident, \
           CASE WHEN kind = 'interview' OR {form} IN ({forms}) THEN 'interview' \
             ELSE 'survey' END AS scope, {interview} AS interview, {survey} AS survey, \
           {recording} AS recording \
           FROM latest WHERE kind IN ({kinds}) GROUP BY id, kind) said \
           JOIN (SELECT id, min(time) AS at FROM live WHERE kind IN ({kinds}) GROUP BY id) made \
           ON made.id = said.id), \
         lost AS (SELECT id FROM given WHERE CASE WHEN scope = 'interview' THEN interview \
             ELSE survey END IN (SELECT id FROM taken) \
           UNION SELECT given.id FROM given JOIN back ON {same} AND back.scope = given.scope), \
         unheard AS (SELECT id FROM given WHERE recording IN (SELECT id FROM taken) \
           UNION SELECT given.id FROM given JOIN back ON {same} AND back.scope = 'recording')",
        unit = of("unit"),
        resident = of("resident"),
        scope = of("scope"),
        given = of("given"),
        withdrawal = of("withdrawal"),
        withdraws = of("withdraws"),
        corrects = of("corrects"),
        form = of("form"),
        interview = of("consent:interview"),
        survey = of("consent:survey"),
        recording = of("consent:recording"),
        forms = forms.join(", "),
        same = "back.unit = given.unit AND back.resident = given.resident \
                AND (given.unit <> '' OR given.resident <> '') AND back.at > given.at",
    )
}

/// What a JSON `true` is as text.
pub(super) fn yes(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "1",
        Dialect::Postgres => "'true'",
    }
}

/// Which rulings are about the ruling `r`; whether the last of them lifts it; whether the last
/// about the entry that `c` is about does.
fn last_words() -> (&'static str, String, String) {
    let about_it = "WHERE q.about = r.device AND q.about_seq = r.seq \
                    AND (q.time, q.device) > (r.time, r.device)";
    let said = |later: &str| {
        format!(
            "SELECT lifted FROM {later} AND q.lifted IS NOT NULL \
             ORDER BY q.time DESC, q.device DESC LIMIT 1"
        )
    };
    let of_ruling = said(&format!("ruling q {about_it}"));
    let of_entry = said("counting q WHERE q.about = c.about AND q.about_seq = c.about_seq");
    (about_it, of_ruling, of_entry)
}

/// A member of an entry, as text.
fn member(dialect: Dialect, body: &str, path: &[&str]) -> String {
    match dialect {
        Dialect::Sqlite => format!("({body} ->> '$.{}')", path.join(".")),
        Dialect::Postgres => format!("({body} #>> '{{{}}}')", path.join(",")),
    }
}

fn text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The value of a field among the rows of a group; a number column holds numbers or nothing.
fn picked(dialect: Dialect, field: &str, number: bool) -> String {
    let value = format!("max(CASE WHEN field = {field} THEN value END)");
    match (number, dialect) {
        (false, _) => value,
        (true, Dialect::Sqlite) => format!(
            "(SELECT CASE WHEN v GLOB '[0-9-]*' AND substr(v, 2) NOT GLOB '*[^0-9.]*' \
             AND v NOT GLOB '*.*.*' AND v <> '-' THEN CAST(v AS NUMERIC) END \
             FROM (SELECT {value} AS v))"
        ),
        (true, Dialect::Postgres) => {
            format!("CASE WHEN {value} ~ '^-?[0-9]+(\\.[0-9]+)?$' THEN ({value})::numeric END")
        }
    }
}

/// Names of records in the language that is asked for, or in another where they have none.
pub(super) fn names(kind: &str, lang: Lang) -> String {
    let mut all = vec![lang];
    all.extend(Lang::ALL.into_iter().filter(|other| *other != lang));
    let each: Vec<String> = all
        .iter()
        .map(|lang| {
            format!(
                "max(CASE WHEN field = 'name:{}' THEN value END)",
                lang.tag()
            )
        })
        .collect();
    let each = each.join(", ");
    format!("(SELECT id, coalesce({each}) AS name FROM latest WHERE kind = '{kind}' GROUP BY id)")
}

fn whole(query: &mut String, dialect: Dialect, responses: &Responses, lang: Lang) {
    let mut taken = BTreeSet::new();
    let plain = |name: &str| format!("max(CASE WHEN field = '{name}' THEN value END)");
    let mut columns = String::new();
    for (name, path, number) in responses.answered() {
        let field = text(&format!("answer:{path}"));
        let name = quoted(&free(&mut taken, name));
        let _ = write!(columns, ", {} AS {name}", picked(dialect, &field, number));
    }
    let (number, version) = responses.number_and_version();
    let floor = match dialect {
        Dialect::Sqlite => "unit.floor",
        Dialect::Postgres => "unit.floor::bigint",
    };
    let _ = write!(
        query,
        ", filled AS (SELECT id AS own, {unit} AS unit_id, {campaign} AS campaign_id, \
           {language} AS language, {started} AS started{columns} FROM latest \
           WHERE kind = 'response' AND id IN (SELECT id FROM answered) GROUP BY id), \
         unit AS (SELECT id, {label} AS label, {building} AS building, {floor_field} AS floor \
           FROM latest WHERE kind = 'unit' GROUP BY id) \
         SELECT filled.own AS _id, unit.label AS _unit, filled.unit_id AS _unit_id, \
           building.name AS _building, {floor} AS _floor, campaign.name AS _campaign, \
           person.name AS _by, began.actor AS _by_id, {by_device} AS _device, \
           {number} AS _form, {version} AS _version, filled.language AS _language, \
           filled.started AS _started, began.wall AS _finished, ended.wall AS _changed{names} \
         FROM filled JOIN ordered began ON began.id = filled.own AND began.up = 1 \
         JOIN ordered ended ON ended.id = filled.own AND ended.down = 1 \
         LEFT JOIN unit ON unit.id = filled.unit_id \
         LEFT JOIN {buildings} building ON building.id = unit.building \
         LEFT JOIN {campaigns} campaign ON campaign.id = filled.campaign_id \
         LEFT JOIN {people} person ON person.id = began.actor",
        unit = plain("unit"),
        campaign = plain("campaign"),
        language = plain("language"),
        started = plain("started"),
        label = plain("label"),
        building = plain("building"),
        floor_field = plain("floor"),
        by_device = with_hyphens("began.device"),
        number = text(number),
        version = text(version),
        names = taken_names(responses),
        buildings = names("building", lang),
        campaigns = names("campaign", lang),
        people = names("person", lang),
    );
}

/// The answers' columns once more, in their order.
fn taken_names(responses: &Responses) -> String {
    let mut taken = BTreeSet::new();
    let names = responses
        .answered()
        .map(|(name, _, _)| quoted(&free(&mut taken, name)));
    names.fold(String::new(), |all, name| all + ", filled." + &name)
}

/// A UUID of 32 digits as it is written.
pub(super) fn with_hyphens(device: &str) -> String {
    let part = |from: u8, length: u8| format!("substr({device}, {from}, {length})");
    let parts =
        [(1, 8), (9, 4), (13, 4), (17, 4), (21, 12)].map(|(from, length)| part(from, length));
    parts.join(" || '-' || ")
}

/// Where a character stands for the n-th time, from 1; nought where it does not.
fn nth(dialect: Dialect, of: &str, n: usize) -> String {
    let position = |of: &str| match dialect {
        Dialect::Sqlite => format!("instr({of}, ']')"),
        Dialect::Postgres => format!("strpos({of}, ']')"),
    };
    (1..n).fold(position(of), |before, _| {
        let rest = position(&format!("substr({of}, {before} + 1)"));
        format!("({before} + {rest})")
    })
}

/// The rows of a repeat: what its answers have in common up to the bracket behind their number.
fn instances(query: &mut String, dialect: Dialect, responses: &Responses, repeat: &str) {
    let (outer, depth) = outward(responses, repeat);
    let end = nth(dialect, "field", depth);
    let parent = match depth {
        1 => "''".to_owned(),
        _ => format!(
            "substr(instance, 1, {})",
            nth(dialect, "instance", depth - 1)
        ),
    };
    let like = outer
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    let like = text(&format!("answer:{}[%", like.replace('\0', "[%]")));
    let mut columns = String::new();
    let mut taken = BTreeSet::new();
    for (name, path, number) in responses.answered() {
        let field = text(&path[repeat.len()..]);
        let name = quoted(&free(&mut taken, name));
        let _ = write!(columns, ", {} AS {name}", picked(dialect, &field, number));
    }
    let last = "substr(instance, 1, length(instance) - 1)";
    let trimmed = format!("rtrim({last}, '0123456789')");
    let index = format!("CAST(substr({last}, length({trimmed}) + 1) AS INTEGER)");
    let _ = write!(
        query,
        ", part AS (SELECT id, substr(field, 8, {end} - 7) AS instance, \
           substr(field, {end} + 1) AS field, value FROM latest WHERE kind = 'response' \
           AND id IN (SELECT id FROM answered) AND field LIKE {like} ESCAPE '\\') \
         SELECT id || instance AS _key, id || {parent} AS _parent, {index} AS _index, \
           id AS _id{columns} FROM part GROUP BY id, instance"
    );
}

/// The path of a repeat with a mark behind each repeat around it, and how many repeats there are.
fn outward(responses: &Responses, repeat: &str) -> (String, usize) {
    let around: Vec<&str> = responses.repeats_around().collect();
    let mut path = String::new();
    let mut so_far = String::new();
    for name in repeat[1..].split('/') {
        path += "/";
        path += name;
        so_far += "/";
        so_far += name;
        if around.contains(&so_far.as_str()) {
            path += "\0";
        }
    }
    (path, around.len() + 1)
}
