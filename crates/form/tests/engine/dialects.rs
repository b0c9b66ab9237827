//! Forms made for other apps, and tables beside a form.

use form::{Attachments, Session, read_markdown, read_markdown_with};

use crate::scenario::{check, context, play};

/// Code and place of each finding.
fn codes(form: &str) -> Vec<String> {
    let found = read_markdown(form).diagnostics;
    found
        .iter()
        .map(|found| format!("{} {}", found.code, found.row.unwrap_or(0)))
        .collect()
}

#[test]
fn what_others_record_is_read_and_told() {
    let form = "| survey |
         | | type           | name   | label | calculation |
         | | text audit     | audit  |       |             |
         | | db:person      | person | Who   |             |
         | | calculate      | took   |       | concat('t', duration()) |
         | | calculate      | case   |       | concat(${caseid}, ${audit}) |
         | | calculate_here | here   |       | 1 + 1       |";
    assert_eq!(
        codes(form),
        [
            "unrecorded-type 2",
            "foreign-type 3",
            "unavailable-function 4",
            "foreign-name 5"
        ]
    );
    check(form, "/person := Ann\n/took = t\n/case =\n/here = 2");
}

#[test]
fn functions_of_other_apps() {
    check(
        "| survey |
         | | type          | name | label | calculation | relevant |
         | | begin repeat  | m    | M     |             | |
         | | integer       | age  | Age   |             | |
         | | calculate     | at   |       | index()     | |
         | | end repeat    |      |       |             | |
         | | calculate     | old  |       | count-if(${age}, ${age} > 60) | |
         | | calculate     | sum  |       | sum-if(${age}, ${at} > 1) | |
         | | calculate     | most |       | max-if(${age}, ${age} < 80) | |
         | | calculate     | all  |       | join-if(' ', ${age}, ${age} > 10) | |
         | | calculate     | two  |       | item-at('-', 'a-b-c', 1) | |
         | | calculate     | once |       | de-duplicate(' ', 'a b a') | |
         | | calculate     | six  |       | difference-in-months('2026-01-31', '2026-07-31') | |",
        "/m[1]/age := 70
         + /m
         /m[2]/age := 5
         + /m
         /m[3]/age := 90
         /m[3]/at = 3
         /old = 2
         /sum = 95
         /most = 70
         /all = 70 90
         /two = b
         /once = a b
         /six = 6",
    );
}

#[test]
fn a_repeat_can_grow_by_what_its_members_say() {
    check(
        "| survey |
         | | type         | name | label | repeat_count |
         | | begin repeat | m    | M     | count(${more}[. = 'yes']) + 1 |
         | | text         | more | More? |              |
         | | end repeat   |      |       |              |",
        "/m : 1 instances
         /m[1]/more := yes
         /m : 2 instances
         /m[2]/more := yes
         /m : 3 instances
         /m[1]/more := no
         /m : 2 instances",
    );
}

#[test]
fn a_repeat_that_asks_for_ever_more_stops() {
    let form = "| survey |
         | | type         | name | label | repeat_count |
         | | begin repeat | m    | M     | count(${m}) + 1 |
         | | text         | a    | A     |              |
         | | end repeat   |      |       |              |";
    let session = Session::start(read_markdown(form).form.unwrap(), context());
    let members = session.children(session.find("/m").unwrap()).count();
    assert!(members <= form::limits::REPEAT_COUNT, "{members}");
}

#[test]
fn choices_and_look_ups_can_be_in_files() {
    let files: Attachments = [
        (
            "towns.csv",
            "name,label,county\na,A-town,x\nb,\"B, town\",x\nc,C-town,y\n",
        ),
        (
            "people.xml",
            "<r><item><id>1</id><who>Ann</who></item><item><id>2</id><who>Bob</who></item></r>",
        ),
    ]
    .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
    .into();
    let form = "| survey |
         | | type                            | name   | label | choice_filter | calculation | parameters |
         | | text                            | county | C     |               |             |            |
         | | select_one_from_file towns.csv  | town   | T     | county = ${county} |        |            |
         | | select_one_from_file people.xml | person | P     |               |             | value=id label=who |
         | | csv-external                    | gone   |       |               |             |            |
         | | calculate                       | told   |       |               | pulldata('towns', 'label', 'name', ${town}) | |
         | | calculate                       | other  |       |               | instance('towns')/root/item[name = 'c']/label | |
         | | calculate                       | none   |       |               | pulldata('gone', 'a', 'b', 'c') | |";
    let reading = read_markdown_with(form, &files);
    let told: Vec<&str> = reading.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(told, ["missing-attachment"]);
    play(
        Session::start(reading.form.unwrap(), context()),
        "/county := x
         /town choices a b
         /town := b
         /town shows B, town
         /told = B, town
         /other = C-town
         /none =
         /person choices 1 2
         /person := 2
         /person shows Bob
         /town :! c",
    );
}

#[test]
fn a_pattern_that_can_not_be_matched_is_told_and_stops_nobody() {
    let form = "| survey |
         | | type | name | label | constraint                          |
         | | text | a    | A     | regex(., '^(?=.*[0-9])[a-z0-9]{3}$') |
         | | text | b    | B     | regex(., 'x(?=y)y')                 |";
    assert_eq!(codes(form), ["bad-pattern 3"]);
    check(
        form,
        "/a := abc\n/a : broken\n/a := ab1\n/a : fine\n/b := z\n/b : fine",
    );
}
