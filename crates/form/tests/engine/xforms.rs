//! Forms in XML: what is read, and how it is told what can't be.

use form::{Attachments, Media, Reading, Severity, read_form, read_xforms};

use crate::scenario::{context, play};
use crate::xml::{document, form, session, with_files};

#[test]
fn nodes_come_from_the_instance_and_rules_from_the_binds() {
    let session = session(
        "<name/><age>7</age><grown/><g><pet>cat</pet></g>",
        r#"<bind nodeset="/data/name" required="true()" jr:requiredMsg="A name, please"/>
           <bind nodeset="/data/age" type="int" constraint=". &lt; 130" jr:constraintMsg="So old?"/>
           <bind nodeset="/data/grown" calculate="/data/age &gt;= 18"/>
           <bind nodeset="/data/g" relevant="/data/age &gt; 5"/>
           <bind nodeset="/data/g/pet" readonly="true()"/>"#,
        r#"<input ref="/data/name"><label>Name</label><hint>In full</hint></input>
           <input ref="/data/age"><label>Age</label></input>
           <group ref="/data/g"><label>Pets</label>
             <input ref="pet"><label>Pet of <output value="../../name"/></label></input></group>"#,
    );
    play(
        session,
        "/name : missing
         /name message A name, please
         /name hint In full
         /age = 7
         /grown = false
         /g/pet : readonly
         /g/pet = cat
         /name := Mei
         /g/pet label Pet of Mei
         /age := 131
         /age : broken
         /age message So old?
         /grown = true
         /age := 3
         /age : fine
         /g/pet : not relevant",
    );
}

#[test]
fn texts_are_found_in_each_language() {
    let session = session(
        "<a/><b/>",
        r#"<itext>
             <translation lang="English (en)">
               <text id="a"><value>How many?</value><value form="guidance">Count them.</value>
                 <value form="image">jr://images/a.png</value></text>
               <text id="b"><value form="short">B</value></text>
               <text id="msg"><value>No, <output value="/data/b"/></value></text></translation>
             <translation lang="中文 (zh)" default="true()">
               <text id="a"><value>多少？</value></text>
               <text id="msg"><value>不是<output value="/data/b"/></value></text></translation>
           </itext>
           <bind nodeset="/data/a" constraint=". = 1" jr:constraintMsg="jr:itext('msg')"/>"#,
        r#"<input ref="/data/a"><label ref="jr:itext('a')"/></input>
           <input ref="/data/b"><label ref="jr:itext('b')"/></input>"#,
    );
    let a = session.find("/a").unwrap();
    assert_eq!(
        session.item(a).media(Media::Image).as_deref(),
        Some("a.png")
    );
    play(
        session,
        "/a label 多少？
         /b := x
         /a := 2
         /a message 不是x
         language en
         /a label How many?
         /a guidance Count them.
         /a message No, x
         /b label B",
    );
}

#[test]
fn an_expression_can_ask_for_a_text() {
    let session = session(
        "<which>one</which><said/>",
        r#"<itext><translation lang="en"><text id="t-one"><value>First</value></text>
             <text id="t-two"><value>Second</value></text></translation></itext>
           <bind nodeset="/data/said" calculate="jr:itext(concat('t-', /data/which))"/>"#,
        r#"<input ref="/data/which"/>"#,
    );
    play(session, "/said = First\n/which := two\n/said = Second");
}

#[test]
fn namespaces_count_and_prefixes_do_not() {
    let xml = r#"<w:html xmlns:w="http://www.w3.org/1999/xhtml"
            xmlns:x="http://www.w3.org/2002/xforms" xmlns:j="http://openrosa.org/javarosa"
            xmlns:m="http://openrosa.org/xforms">
          <w:head><w:title>T</w:title><x:model>
            <x:instance><data id="f" xmlns=""><r j:template=""><q/></r>
              <m:meta><m:instanceID/></m:meta></data></x:instance>
            <x:bind nodeset="/data/r/q" j:requiredMsg="Say" required="true()"/>
            <x:bind nodeset="/data/meta/instanceID" j:preload="uid"/>
          </x:model></w:head>
          <w:body><x:repeat nodeset="/data/r" j:noAddRemove="true()"><x:input ref="/data/r/q"/>
          </x:repeat></w:body></w:html>"#;
    let reading = read_xforms(xml.as_bytes(), &Attachments::new());
    assert_eq!(reading.diagnostics, []);
    let session = form::Session::start(reading.form.unwrap(), context());
    let id = session.find("/m:meta/m:instanceID").unwrap();
    assert!(session.item(id).value().starts_with("uuid:"));
    play(session, "/r : 1 instances\n/r[1]/q message Say");
}

#[test]
fn tables_are_within_the_form_or_beside_it() {
    let model = r#"<instance id="towns"><root>
            <item><name>a</name><label>A-town</label><in>x</in></item>
            <item><name>b</name><label>B-town</label><in>y</in></item></root></instance>
        <instance id="rows" src="jr://file-csv/rows.csv"/>
        <instance id="wells" src="jr://file/wells.geojson"/>
        <instance id="last" src="jr://instance/last-saved"/>
        <instance id="gone" src="jr://file/gone.xml"/>
        <bind nodeset="/data/rate" calculate="instance('rows')/root/item[k = /data/in]/rate"/>
        <bind nodeset="/data/before" calculate="concat('was ', instance('last')/data/in, '.')"/>"#;
    let body = r#"<input ref="/data/in"/>
        <select1 ref="/data/town"><itemset nodeset="instance('towns')/root/item[in = /data/in]">
          <value ref="name"/><label ref="label"/></itemset></select1>
        <select1 ref="/data/well"><itemset nodeset="instance('wells')/root/item">
          <value ref="id"/><label ref="name"/></itemset></select1>
        <select1 ref="/data/none"><itemset nodeset="instance('gone')/root/item">
          <value ref="name"/><label ref="label"/></itemset></select1>"#;
    let files = [
        ("rows.csv", "k,rate\nx,5\ny,7"),
        (
            "wells.geojson",
            r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,
                "properties":{"id":"w1","name":"Old well"}}]}"#,
        ),
    ];
    let (session, told) = with_files(
        "<in/><town/><well/><none/><rate/><before/>",
        model,
        body,
        &files,
    );
    assert_eq!(told, ["missing-attachment gone"]);
    play(
        session,
        "/town choices
         /before = was .
         /in := y
         /town choices b
         /rate = 7
         /town := b
         /well choices w1
         /none choices
         /in := x
         /town =
         /rate = 5",
    );
}

#[test]
fn a_search_offers_the_rows_of_a_table() {
    let (session, told) = with_files(
        "<in/><q/>",
        "",
        r#"<input ref="/data/in"/>
           <select1 ref="/data/q" appearance="minimal search('rows', 'matches', 'k', /data/in )">
             <item><label>None</label><value>0</value></item>
             <item><label>shown</label><value>id</value></item></select1>"#,
        &[("rows.csv", "id,k,shown\na,x,A-town\nb,y,B-town")],
    );
    assert!(told.is_empty(), "{told:?}");
    play(
        session,
        "/in := Y\n/q choices 0 b\n/q := b\n/q shows B-town",
    );
}

#[test]
fn choices_are_shuffled_the_same_way_for_a_seed() {
    let list: String = ('a'..='h').fold(String::new(), |mut list, name| {
        list.push_str("<item><name>");
        list.push(name);
        list.push_str("</name></item>");
        list
    });
    let one = |seed: &str| {
        let session = session(
            "<q/><seed>3</seed>",
            &format!("<instance id=\"l\"><root>{list}</root></instance>"),
            &format!(
                "<select1 ref=\"/data/q\"><itemset nodeset=\"randomize(instance('l')/root/item{seed})\">\
                 <value ref=\"name\"/><label ref=\"name\"/></itemset></select1>"
            ),
        );
        let item = session.item(session.find("/q").unwrap()).choices();
        item.into_iter()
            .map(|choice| choice.name)
            .collect::<String>()
    };
    assert_eq!(one(", 3"), one(", /data/seed"));
    assert_ne!(one(", 3"), one(", 4"));
    let mut sorted: Vec<char> = one("").chars().collect();
    sorted.sort_unstable();
    assert_eq!(sorted, ('a'..='h').collect::<Vec<_>>());
}

#[test]
fn choices_can_be_members_of_a_repeat() {
    let session = session(
        "<p jr:template=\"\"><name/><age/></p><who/><said/>",
        r#"<bind nodeset="/data/p/age" type="int"/>
           <bind nodeset="/data/said" calculate="jr:choice-name(/data/who, '/data/who')"/>"#,
        r#"<repeat nodeset="/data/p"><input ref="/data/p/name"/><input ref="/data/p/age"/></repeat>
           <select1 ref="/data/who"><itemset nodeset="/data/p[age &gt; 17]">
             <value ref="name"/><label ref="concat(name, ', ', age)"/></itemset></select1>"#,
    );
    play(
        session,
        "/who choices
         + /p
         /p[1]/name := Ann
         /p[1]/age := 40
         + /p
         /p[2]/name := Bob
         /p[2]/age := 9
         /who choices Ann
         /p[2]/age := 20
         /who choices Ann Bob
         /who := Bob
         /who shows Bob, 20
         /said = Bob, 20
         - /p[2]
         /who =",
    );
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let problem = |xml: &str| -> String {
        let Reading { form, diagnostics } = read_form("f.xml", xml.as_bytes(), &Attachments::new());
        assert!(form.is_none(), "{xml}");
        let error = diagnostics
            .iter()
            .find(|found| found.severity == Severity::Error)
            .unwrap();
        format!("{} {} {:?}", error.code, error.sheet, error.row)
    };
    assert_eq!(problem("<a><b></a>"), "bad-xml  Some(1)");
    assert_eq!(problem("<a/>"), "no-model  None");
    assert_eq!(
        problem("<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a>&b;</a>"),
        "bad-xml  Some(1)"
    );
    let bind = |bind: &str| document("<a/>\n<b/>", bind, "");
    assert_eq!(
        problem(&bind("\n<bind nodeset=\"/data/a\" calculate=\"1 +\"/>")),
        "bad-expression /data/a Some(4)"
    );
    assert_eq!(
        problem(&bind(
            "<bind nodeset=\"/data/a\" calculate=\"../b\"/>\
             <bind nodeset=\"/data/b\" calculate=\"../a + 1\"/>"
        )),
        "cycle /data/a Some(3)"
    );
    assert_eq!(
        problem(&bind(
            "<setvalue event=\"odk-instance-load\" ref=\"/data/c\"/>"
        )),
        "unknown-node /data/c Some(3)"
    );
    let deep = "<g>".repeat(300);
    assert_eq!(problem(&deep), "bad-xml  Some(1)");
    let body = "<group>".repeat(100) + &"</group>".repeat(100);
    assert_eq!(
        problem(&document("<a/>", "", &body)),
        "too-deep /data Some(2)"
    );
}

#[test]
fn doubtful_forms_are_read_all_the_same() {
    let reading = form(
        "<a/><a/><b/>",
        r#"<bind nodeset="/data/c" required="true()"/><bind nodeset="/data/b" type="strange"/>"#,
        r#"<input ref="/data/c"/><strange ref="/data/a"/><input ref="/data/b"/><input ref="/data/b"/>"#,
    );
    let codes: Vec<&str> = reading.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(
        codes,
        [
            "duplicate-name",
            "unknown-node",
            "unknown-type",
            "unknown-node",
            "unknown-element",
            "asked-twice"
        ]
    );
    assert!(reading.form.is_some());
}

#[test]
fn the_value_of_a_group_is_what_is_in_it() {
    let session = session(
        "<g><a>1</a><inner><b>2</b></inner></g><r><c>3</c></r><r><c>4</c></r><all/><same/><last/><n/>",
        r#"<bind nodeset="/data/all" calculate="concat(/data/g, '!')"/>
           <bind nodeset="/data/same" calculate="/data/g = '12'"/>
           <bind nodeset="/data/last" calculate="/data/r[position() = last()]"/>
           <bind nodeset="/data/n" calculate="count(/data/r)"/>"#,
        r#"<group ref="/data/g"><input ref="a"/><input ref="inner/b"/></group>
           <group ref="/data/r"><repeat nodeset="/data/r"><input ref="c"/></repeat></group>"#,
    );
    play(
        session,
        "/all = 12!
         /same = true
         /g/inner/b := 5
         changed /g/inner/b /all /same
         /all = 15!
         /same = false
         /r[2]/c := 9
         changed /r[2]/c /last
         /last = 9
         /n = 2",
    );
}
