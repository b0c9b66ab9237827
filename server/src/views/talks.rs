//! The queries behind the views of interviews, lines, passages and needs. They hold what SQL can
//! tell without the guide and the tree of themes, which are not tables of the database.

use std::fmt::Write as _;

use ledger::SiteId;
use needs::{Lang, tables::Kind};

use super::query::{fold, lost, names, with_hyphens, yes};
use crate::storage::Dialect;

/// The query whose rows are those of a table, with fewer columns.
pub(super) fn of(
    dialect: Dialect,
    site: SiteId,
    (kind, forms): (Kind, &[String]),
    lang: Lang,
) -> String {
    let own = kind.record();
    let mut query = fold(
        dialect,
        site,
        &[own, "interview", "response", "passage", "need"],
    );
    query += &lost(dialect, &["interview", "response"], forms);
    let field = |name: &str| format!("max(CASE WHEN field = '{name}' THEN value END)");
    let floor = match dialect {
        Dialect::Sqlite => "unit.floor",
        Dialect::Postgres => "unit.floor::bigint",
    };
    let _ = write!(
        query,
        ", gone_or_lost AS (SELECT id FROM gone UNION SELECT id FROM lost \
           UNION SELECT id FROM latest WHERE kind IN ('passage', 'need') \
             AND field IN ('interview', 'response') \
             AND (value IN (SELECT id FROM lost) OR value IN (SELECT id FROM gone) \
               OR value NOT IN (SELECT id FROM latest))), \
         one AS (SELECT id AS own, {fields} FROM latest WHERE kind = '{own}' \
           AND id NOT IN (SELECT id FROM gone_or_lost) GROUP BY id), \
         origin AS (SELECT id, {unit} AS unit_id, {campaign} AS campaign_id, \
           {started} AS started FROM latest WHERE kind IN ('interview', 'response') GROUP BY id), \
         unit AS (SELECT id, {label} AS label, {building} AS building, {floor_field} AS floor \
           FROM latest WHERE kind = 'unit' GROUP BY id)",
        fields = FIELDS
            .map(|name| format!("{} AS f_{name}", field(name)))
            .join(", "),
        unit = field("unit"),
        campaign = field("campaign"),
        started = field("started"),
        label = field("label"),
        building = field("building"),
        floor_field = field("floor"),
    );
    let door = format!("unit.label AS _unit, {floor} AS _floor, building.name AS _building");
    query += &match kind {
        Kind::Interviews => interviews(dialect, &door),
        Kind::Lines => lines(dialect),
        Kind::Passages => passages(),
        Kind::Needs => needs_of(dialect, &door),
    };
    let unit = match kind {
        Kind::Passages => "origin.unit_id",
        _ => "one.f_unit",
    };
    let campaign = match kind {
        Kind::Passages => "origin.campaign_id",
        _ => "one.f_campaign",
    };
    let _ = write!(
        query,
        " LEFT JOIN unit ON unit.id = {unit} \
         LEFT JOIN {buildings} building ON building.id = unit.building \
         LEFT JOIN {campaigns} campaign ON campaign.id = {campaign} \
         JOIN ordered began ON began.id = one.own AND began.up = 1 \
         JOIN ordered ended ON ended.id = one.own AND ended.down = 1 \
         LEFT JOIN {people} person ON person.id = began.actor",
        buildings = names("building", lang),
        campaigns = names("campaign", lang),
        people = names("person", lang),
    );
    query
}

/// The fields of interviews, passages and needs that become columns.
const FIELDS: [&str; 15] = [
    "unit",
    "campaign",
    "group",
    "title",
    "place",
    "started",
    "finished",
    "interview",
    "response",
    "quote",
    "note",
    "content",
    "source",
    "time",
    "passage",
];

fn is(dialect: Dialect, value: &str) -> String {
    format!("CASE WHEN {value} = {} THEN 1 ELSE 0 END", yes(dialect))
}

fn maker() -> String {
    format!(
        "person.name AS _by, began.actor AS _by_id, {} AS _device",
        with_hyphens("began.device")
    )
}

fn interviews(dialect: Dialect, door: &str) -> String {
    // How many passages, or needs that were not withdrawn, name an interview.
    let made = |kind: &str| {
        format!(
            "coalesce((SELECT count(*) FROM latest made WHERE made.kind = '{kind}' \
             AND made.field = 'interview' AND made.value = one.own \
             AND made.id NOT IN (SELECT id FROM gone) AND made.id NOT IN \
             (SELECT id FROM latest WHERE field = 'withdrawn' AND value = {yes})), 0)",
            yes = yes(dialect),
        )
    };
    // A line, a person, a recording is an object; a point of the guide is a yes.
    let count = |prefix: &str, on: &str| {
        format!(
            "(SELECT count(*) FROM latest part WHERE part.kind = 'interview' \
             AND part.id = one.own AND part.field LIKE '{prefix}%'{on})"
        )
    };
    let group = is(dialect, "one.f_group");
    let maker = maker();
    let present = count("present:", " AND part.whole");
    let covered = count("guide:", &format!(" AND part.value = {}", yes(dialect)));
    let lines = count("line:", " AND part.whole");
    let recordings = count("recording:", " AND part.whole");
    let recordings =
        format!("CASE WHEN one.own IN (SELECT id FROM unheard) THEN 0 ELSE {recordings} END");
    let (passages, needs) = (made("passage"), made("need"));
    format!(
        " SELECT one.own AS _id, {door}, one.f_unit AS _unit_id, campaign.name AS _campaign, \
           {group} AS \"group\", one.f_title AS title, one.f_place AS place, {maker}, \
           one.f_started AS _started, one.f_finished AS _finished, \
           {present} AS present_count, {covered} AS guide_covered, {lines} AS lines, \
           {recordings} AS recordings, {passages} AS passages, {needs} AS needs, \
           ended.wall AS _changed FROM one"
    )
}

fn lines(dialect: Dialect) -> String {
    let member = |value: &str, name: &str| match dialect {
        Dialect::Sqlite => format!("json_extract({value}, '$.{name}')"),
        Dialect::Postgres => format!("({value} ->> '{name}')"),
    };
    let at = member("line.raw", "at");
    let order = match dialect {
        Dialect::Sqlite => "line.field",
        Dialect::Postgres => "line.field COLLATE \"C\"",
    };
    format!(
        " SELECT one.own || '/' || substr(line.field, 6) AS _key, one.own AS _id, \
           row_number() OVER (PARTITION BY one.own ORDER BY {order}) AS _index, \
           unit.label AS _unit, one.f_unit AS _unit_id, campaign.name AS _campaign, \
           one.f_started AS _started, {seconds} AS seconds, \
           coalesce({name}, {speaker}) AS speaker, {text} AS text \
         FROM one JOIN latest line ON line.kind = 'interview' AND line.id = one.own \
           AND line.field LIKE 'line:%' AND line.whole \
         LEFT JOIN latest who ON who.kind = 'interview' AND who.id = one.own \
           AND who.field = 'present:' || {speaker} AND who.whole",
        seconds = match dialect {
            Dialect::Sqlite => format!("CAST({at} AS INTEGER) / 1000"),
            Dialect::Postgres =>
                format!("CASE WHEN {at} ~ '^-?[0-9]{{1,15}}$' THEN {at}::bigint / 1000 END"),
        },
        text = member("line.raw", "text"),
        speaker = member("line.raw", "speaker"),
        name = member("who.raw", "name"),
    )
}

fn passages() -> String {
    let source = "coalesce(one.f_interview, one.f_response)";
    format!(
        " SELECT one.own AS _id, one.f_quote AS quote, one.f_note AS note, \
           unit.label AS _unit, origin.unit_id AS _unit_id, building.name AS _building, \
           campaign.name AS _campaign, \
           CASE WHEN one.f_interview IS NULL THEN 'response' ELSE 'interview' END AS source, \
           {source} AS source_id, began.wall AS _created \
         FROM one JOIN origin ON origin.id = {source}"
    )
}

fn needs_of(dialect: Dialect, door: &str) -> String {
    let withdrawn = format!(
        "CASE WHEN one.own IN (SELECT id FROM latest WHERE kind = 'need' \
         AND field = 'withdrawn' AND value = {}) THEN 1 ELSE 0 END",
        yes(dialect)
    );
    format!(
        " SELECT one.own AS _id, one.f_content AS content, one.f_source AS source, \
           one.f_time AS time, passage.quote AS quote, {door}, one.f_unit AS _unit_id, \
           campaign.name AS _campaign, {maker}, \
           coalesce(one.f_interview, one.f_response) AS source_id, \
           one.f_passage AS passage_id, {withdrawn} AS withdrawn, began.wall AS _created \
         FROM one LEFT JOIN (SELECT id, value AS quote FROM latest WHERE kind = 'passage' \
           AND field = 'quote' AND id NOT IN (SELECT id FROM gone)) passage \
           ON passage.id = one.f_passage",
        maker = maker(),
    )
}
