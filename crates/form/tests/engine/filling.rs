//! Filling in forms in XML: events, repeats, metadata, what is sent.

use form::{Audit, AuditEvent, Auditing, Context, Session};

use crate::scenario::{context, play};
use crate::xml::{form, session};

#[test]
fn events_set_values_in_their_order() {
    let session = session(
        "<a/><double/><copy/><first/><cleared>12</cleared><hidden/>",
        r#"<bind nodeset="/data/a" type="int"/>
           <bind nodeset="/data/double" calculate="/data/a * 2"/>
           <bind nodeset="/data/hidden" relevant="/data/a &gt; 5"/>
           <setvalue event="odk-instance-first-load" ref="/data/first" value="1 + 1"/>
           <setvalue event="odk-instance-first-load" ref="/data/cleared"/>"#,
        r#"<input ref="/data/a">
             <setvalue event="xforms-value-changed" ref="/data/copy" value="../double"/>
             <setvalue event="xforms-value-changed" ref="/data/hidden">kept</setvalue></input>
           <input ref="/data/first"/><input ref="/data/cleared"/><input ref="/data/hidden"/>"#,
    );
    play(
        session,
        "/first = 2
         /cleared =
         /a := 4
         /copy = 8
         /hidden : not relevant
         /a := 7
         /copy = 14
         /hidden = kept
         /first := 9
         /a := 8
         /first = 9",
    );
}

#[test]
fn events_of_repeats_concern_one_instance() {
    let session = session(
        "<start>5</start><r jr:template=\"\"><n/><from/><src/><dst/></r><r><n/><from/><src/><dst/></r>",
        "",
        r#"<input ref="/data/start"/>
           <repeat nodeset="/data/r">
             <setvalue event="odk-new-repeat" ref="/data/r/n" value="position(..)"/>
             <setvalue event="odk-instance-first-load odk-new-repeat" ref="/data/r/from"
               value="../../start"/>
             <input ref="/data/r/n"/><input ref="/data/r/from"/>
             <input ref="/data/r/src">
               <setvalue event="xforms-value-changed" ref="/data/r/dst" value="../src"/></input>
           </repeat>"#,
    );
    play(
        session,
        "/r : 1 instances
         /r[1]/n =
         /r[1]/from = 5
         /start := 6
         + /r
         /r[2]/n = 2
         /r[2]/from = 6
         /r[1]/from = 5
         /r[2]/src := x
         /r[2]/dst = x
         /r[1]/dst =",
    );
}

#[test]
fn instances_of_the_form_itself_keep_their_values() {
    let rows = "<r jr:template=\"\"><v>new</v><in><w/></in></r>\
                <r><v>one</v><in><w>1</w></in><in><w>2</w></in></r>\
                <r><v>two</v><in><w>3</w></in></r>";
    let repeat = |attributes: &str| {
        format!(
            "<repeat nodeset=\"/data/r\" {attributes}><input ref=\"/data/r/v\"/>\
             <repeat nodeset=\"/data/r/in\"><input ref=\"/data/r/in/w\"/></repeat></repeat>"
        )
    };
    let grown = session(rows, "", &repeat(""));
    play(
        grown,
        "/r : 2 instances
         /r[1]/in : 2 instances
         /r[1]/in[2]/w = 2
         /r[2]/in : 1 instances
         /r[2]/in[1]/w = 3
         + /r
         /r[3]/v = new",
    );
    let rows = format!("<n>1</n>{rows}");
    let counted = session(&rows, "", &repeat("jr:count=\"/data/n\""));
    let body = format!("<input ref=\"/data/n\"/>{}", repeat("jr:count=\"/data/n\""));
    assert_eq!(counted.children(counted.find("/r").unwrap()).count(), 1);
    play(
        session(&rows, "", &body),
        "/r[1]/v = one
         /n := 3
         /r[2]/v = two
         /r[2]/in[1]/w = 3
         /r[3]/v = new
         /n :=
         /r : 3 instances",
    );
}

#[test]
fn an_instance_is_relevant_by_its_own_position() {
    let session = session(
        "<r><v>1</v></r><r><v>2</v></r><r><v>3</v></r><all/><on>yes</on>",
        r#"<bind nodeset="/data/r" relevant="position(.) &gt; 1"/>
           <bind nodeset="/data/all" calculate="join('', /data/r/v)"/>"#,
        r#"<repeat nodeset="/data/r"><input ref="/data/r/v"/></repeat>"#,
    );
    play(
        session,
        "/r[1]/v : not relevant\n/all = 23\n- /r[1]\n/all = 3",
    );
}

#[test]
fn metadata_is_there_from_the_beginning() {
    let model = r#"<bind nodeset="/data/start" type="dateTime" jr:preload="timestamp"
             jr:preloadParams="start"/>
           <bind nodeset="/data/end" jr:preload="timestamp" jr:preloadParams="end"/>
           <bind nodeset="/data/today" jr:preload="date" jr:preloadParams="today"/>
           <bind nodeset="/data/who" jr:preload="property" jr:preloadParams="username"/>
           <bind nodeset="/data/x/@id" jr:preload="uid"/>
           <bind nodeset="/data/@version" calculate="concat('v', 1 + 1)"/>
           <bind nodeset="/data/seen" calculate="string-length(/data/x/@id)"/>"#;
    let instance = "<start>old</start><end/><today/><who/><x id=\"\"/><seen/>";
    let mut session = session(instance, model, "");
    let value = |path: &str| session.item(session.find(path).unwrap()).value().to_owned();
    assert_eq!(value("/start"), "2026-11-22T08:15:00.000+08:00");
    assert_eq!(
        (value("/today"), value("/who")),
        ("2026-11-22".into(), "chan".into())
    );
    assert_eq!(
        (value("/end"), value("/seen")),
        (String::new(), "41".into())
    );
    assert_eq!(value("/@version"), "v2");
    assert!(value("/orx:meta/orx:instanceID").starts_with("uuid:"));
    let done = session
        .finish("2026-11-22T09:00:00+08:00".parse().unwrap())
        .unwrap();
    assert_eq!(done.answers["/end"], "2026-11-22T09:00:00.000+08:00");
    assert!(
        session
            .submission_xml("")
            .contains("<data id=\"test\" version=\"v2\"")
    );
}

#[test]
fn what_is_sent_is_what_is_relevant() {
    let mut session = session(
        "<a>1 &lt; 2 &amp; \"3\"</a><off>x</off><r><v>1</v></r><r><v>2</v></r><empty/>\
         <meta><instanceID>uuid:mine</instanceID><entity dataset=\"trees\" id=\"\" create=\"\">\
         <label/></entity></meta>",
        r#"<bind nodeset="/data/off" relevant="false()"/>
           <bind nodeset="/data/r" relevant="position(.) != 1"/>
           <bind nodeset="/data/meta/entity/@create" calculate="'1'"/>
           <bind nodeset="/data/meta/entity/@id" readonly="true()"/>
           <setvalue event="odk-instance-first-load" ref="/data/meta/entity/@id" value="'e1'"/>
           <bind nodeset="/data/meta/entity/label" calculate="/data/a"/>"#,
        r#"<input ref="/data/a"/><repeat nodeset="/data/r"><input ref="/data/r/v"/></repeat>"#,
    );
    let a = session.find("/a").unwrap();
    assert_eq!(session.item(a).value(), "1 < 2 & \"3\"");
    session.set(a, "<b>\u{1}").unwrap();
    assert_eq!(
        session.submission_xml("uuid:unused"),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<data id=\"test\" version=\"3\">\
         <a>&lt;b&gt;</a><r><v>2</v></r><empty/><meta><instanceID>uuid:mine</instanceID>\
         <entity dataset=\"trees\" id=\"e1\" create=\"1\"><label>&lt;b&gt;</label></entity></meta>\
         </data>\n"
    );
}

#[test]
fn a_workbook_is_sent_with_the_id_that_the_app_gives() {
    let form = "| survey | \n | | type | name | label |\n | | text | q | Q |\n | settings |\n\
                | | form_id | version | instance_name |\n | | f | 7 | concat('of ', ${q}) |";
    let mut session = Session::start(form::read_markdown(form).form.unwrap(), Context::default());
    let question = session.find("/q").unwrap();
    session.set(question, "me").unwrap();
    let xml = session.submission_xml("uuid:77");
    assert!(xml.contains("<q>me</q>"), "{xml}");
    assert!(xml.contains("instanceID>uuid:77</"), "{xml}");
    assert!(xml.contains("instanceName>of me</"), "{xml}");
    assert!(xml.contains("id=\"f\" version=\"7\""), "{xml}");
}

#[test]
fn values_are_of_their_type() {
    let session = session(
        "<n>2.5</n><d>2</d><day>1999-11-23T23:30:05</day><c/><t/><p/><r/>",
        r#"<bind nodeset="/data/n" type="int"/><bind nodeset="/data/d" type="decimal"/>
           <bind nodeset="/data/day" type="date"/><bind nodeset="/data/t" type="time"/>
           <bind nodeset="/data/c" type="int" calculate="/data/d * 1.75"/>
           <bind nodeset="/data/p" type="geopoint"/><bind nodeset="/data/r" type="int"/>"#,
        r#"<input ref="/data/n"/><input ref="/data/d"/><input ref="/data/t"/>
           <input ref="/data/p"/><range ref="/data/r" start="-2" end="4" step="2"/>"#,
    );
    let written = |path: &str, text: &str| session.canonical(session.find(path).unwrap(), text);
    assert_eq!(written("/n", "10.9").as_deref(), Some("10"));
    assert_eq!(written("/n", "3000000000"), None);
    assert_eq!(written("/d", "23").as_deref(), Some("23.0"));
    assert_eq!(written("/t", "22:02"), None);
    assert_eq!(
        written("/t", "22:02:00+08:00").as_deref(),
        Some("22:02:00+08:00")
    );
    assert_eq!(
        written("/p", "5 6.5 0 1").as_deref(),
        Some("5.0 6.5 0.0 1.0")
    );
    assert_eq!(written("/p", "95 6"), None);
    assert_eq!(
        (written("/r", "-4"), written("/r", "4")),
        (None, Some("4".into()))
    );
    play(
        session,
        "/n = 2\n/day = 1999-11-23\n/c = 3\n/r := 9\n/r : mistyped",
    );
}

#[test]
fn selections_are_in_the_order_of_the_list_and_come_back() {
    let items = |names: &str| -> String {
        let item = |name| format!("<item><value>{name}</value><label>{name}</label></item>");
        names.chars().map(item).collect()
    };
    let rows = ["a", "b", "c", "d"].map(|name| format!("<i><n>{name}</n></i>"));
    let rows = rows.concat();
    let session = session(
        "<m/><some/><rank/>",
        &format!("<instance id=\"l\"><root>{rows}</root></instance>"),
        &format!(
            "<select ref=\"/data/m\">{}</select>\
             <select ref=\"/data/some\"><itemset nodeset=\"instance('l')/root/i[selected(/data/m, n)]\">\
             <value ref=\"n\"/><label ref=\"n\"/></itemset></select>\
             <odk:rank ref=\"/data/rank\"><itemset nodeset=\"instance('l')/root/i[selected(/data/m, n)]\">\
             <value ref=\"n\"/><label ref=\"n\"/></itemset></odk:rank>",
            items("abcd")
        ),
    );
    play(
        session,
        "/m := d a b
         /m = a b d
         /some := d b
         /some = b d
         /rank := d
         /rank = d a b
         /m := b c
         /some = b
         /rank = b c",
    );
}

#[test]
fn the_log_says_what_was_shown_and_answered() {
    let reading = form(
        "<a/><b/><meta><audit/></meta>",
        r#"<bind nodeset="/data/meta/audit" type="binary" odk:track-changes="true"
             odk:identify-user="true"/>"#,
        r#"<input ref="/data/a"/><input ref="/data/b"/>"#,
    );
    let form = reading.form.unwrap();
    let wanted: Auditing = form.audit().cloned().unwrap();
    assert!(wanted.track_changes && wanted.identify_user && wanted.location.is_none());
    let mut session = Session::start(form, context());
    let (a, b) = (session.find("/a").unwrap(), session.find("/b").unwrap());
    let mut audit = Audit::new(wanted.clone(), "Ng, K");
    audit.note(AuditEvent::FormStart, 10);
    audit.shows(&session, &[a], 20);
    session.set(a, "x \"y\"").unwrap();
    audit.shows(&session, &[b], 30);
    let mut audit = Audit::resume(wanted, "Ng, K", &audit.to_csv());
    audit.shows(&session, &[a], 40);
    audit.shows(&session, &[], 50);
    audit.note(AuditEvent::FormFinalize, 60);
    assert_eq!(
        audit.to_csv(),
        "event,node,start,end,old-value,new-value,user\n\
         form start,,10,,,,\"Ng, K\"\n\
         question,/data/a,20,30,,\"x \"\"y\"\"\",\"Ng, K\"\n\
         question,/data/a,40,50,,,\"Ng, K\"\n\
         form finalize,,60,,,,\"Ng, K\"\n"
    );
}

#[test]
fn the_place_of_the_device_can_be_told_later() {
    let mut session = session(
        "<a/><start/><changed>old</changed><seen/>",
        r#"<bind nodeset="/data/seen" calculate="string-length(/data/changed)"/>
           <odk:setgeopoint event="odk-instance-first-load" ref="/data/start"/>"#,
        r#"<input ref="/data/a">
             <odk:setgeopoint event="xforms-value-changed" ref="/data/changed"/></input>"#,
    );
    let paths = |session: &Session| -> Vec<String> {
        let waiting = session.unplaced().iter();
        waiting.map(|item| session.item(*item).path()).collect()
    };
    assert_eq!(paths(&session), ["/start"]);
    session.place("25.1 121.5 0 4");
    assert_eq!(paths(&session), [""; 0]);
    let a = session.find("/a").unwrap();
    session.set(a, "1").unwrap();
    assert_eq!(paths(&session), ["/changed"]);
    session.place("25.2 121.6 0 9");
    play(
        session,
        "/start = 25.1 121.5 0 4\n/changed = 25.2 121.6 0 9\n/seen = 14",
    );
}

#[test]
fn what_never_comes_to_rest_stops_nothing_else() {
    // The member is irrelevant because of its own value, which it then has not.
    let session = session(
        "<r><v>1</v></r><r><v>2</v></r><sum/>",
        r#"<bind nodeset="/data/r" relevant="./v != 1"/><bind nodeset="/data/sum" calculate="2 + 3"/>"#,
        r#"<repeat nodeset="/data/r"><input ref="/data/r/v"/></repeat>"#,
    );
    assert_eq!(session.item(session.find("/sum").unwrap()).value(), "5");
}
