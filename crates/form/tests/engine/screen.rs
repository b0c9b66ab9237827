//! What a screen shows where: the body of an XForm decides, wherever the answers stand.

use form::{ItemId, Session};

use crate::xml::{form, session};

/// Names, with what stands in them in brackets; what nobody is asked is left out.
fn shown(session: &Session) -> String {
    fn gather(session: &Session, item: ItemId) -> String {
        let parts = session.children(item).filter_map(|child| {
            assert_eq!(
                session.parent(child),
                Some(item),
                "the way back is the same"
            );
            let it = session.item(child);
            let name = it.label().unwrap_or_else(|| it.name().to_owned());
            match it.kind() {
                form::ItemKind::Hidden => None,
                form::ItemKind::Question(_) | form::ItemKind::Note => Some(name),
                _ => Some(format!("{name}({})", gather(session, child))),
            }
        });
        parts.collect::<Vec<_>>().join(" ")
    }
    let all = gather(session, session.root());
    all.replace("orx:meta()", "").trim().to_owned()
}

#[test]
fn questions_stand_in_the_order_of_the_body() {
    let session = session(
        "<a/><g><b/><c/></g><d/>",
        r#"<bind nodeset="/data/a" required="true()"/><bind nodeset="/data/d" required="true()"/>"#,
        r#"<input ref="/data/d"/>
           <group ref="/data/g"><input ref="/data/g/c"/><input ref="/data/g/b"/></group>
           <input ref="/data/a"/>"#,
    );
    assert_eq!(shown(&session), "d g(c b) a");
    let missing = session.problems().into_iter();
    let missing: Vec<_> = missing
        .map(|problem| session.item(problem.item).path())
        .collect();
    assert_eq!(missing, ["/d", "/a"], "problems too");
    let paths: Vec<_> = session
        .items()
        .map(|item| session.item(item).path())
        .collect();
    assert_eq!(
        paths[..6],
        ["/", "/a", "/g", "/g/b", "/g/c", "/d"],
        "the response keeps the order of the instance"
    );
}

#[test]
fn a_group_without_a_node_shows_its_label_and_leaves_no_trace() {
    let mut session = session(
        "<box><a/><b/><g><c/></g></box><n/>",
        r#"<bind nodeset="/data/n" calculate="count(/data/box/*)"/>
           <bind nodeset="/data/box/b" relevant="/data/box/a != 'no'"/>"#,
        r#"<group ref="/data/box">
           <group appearance="field-list"><label>About you</label>
             <input ref="/data/box/b"/>
             <group><input ref="/data/box/a"/></group>
             <group><label>More</label><input ref="/data/box/g/c"/></group></group></group>"#,
    );
    assert_eq!(shown(&session), "box(About you(b a More(c)) g())");
    let group = session.find("/box").unwrap();
    let heading = session.children(group).next().unwrap();
    assert!(session.item(heading).has_appearance("field-list"));
    let path = session.item(heading).path();
    assert_eq!(session.find(&path), Some(heading));
    assert!(session.items().all(|item| item != heading));
    let n = session.find("/n").unwrap();
    assert_eq!(session.item(n).value(), "3");
    let a = session.find("/box/a").unwrap();
    session.set(a, "yes").unwrap();
    let xml = session.submission_xml("uuid:1");
    assert!(
        xml.contains("<box><a>yes</a><b/><g><c/></g></box>"),
        "{xml}"
    );
    assert!(!xml.contains('#'), "{xml}");
    assert!(session.answers().keys().all(|path| !path.contains('#')));
}

#[test]
fn in_a_repeat_each_instance_has_its_own_headings() {
    let mut session = session(
        "<total/><r><a/><b/></r>",
        "",
        r#"<group><label>People</label><repeat nodeset="/data/r">
             <group><label>Who</label><input ref="b"/></group>
             <input ref="a"/><input ref="/data/total"/></repeat></group>"#,
    );
    let repeat = session.find("/r").unwrap();
    session.add_instance(repeat).unwrap();
    assert_eq!(
        shown(&session),
        "People(People(Who(b) a) People(Who(b) a)) total",
        "what is there once is shown once"
    );
}

#[test]
fn groups_that_hold_each_other_come_apart() {
    let reading = form(
        "<p><x><q/></x></p><r><a/></r>",
        "",
        r#"<repeat nodeset="/data/r"><group ref="/data/p/x"><group ref="/data/p">
             <input ref="/data/p/x/q"/></group></group></repeat>"#,
    );
    let session = Session::start(reading.form.unwrap(), crate::scenario::context());
    let all: Vec<_> = session.items().collect();
    let mut reached = vec![session.root()];
    let mut at = 0;
    while let Some(item) = reached.get(at).copied() {
        reached.extend(session.children(item));
        at += 1;
    }
    assert_eq!(reached.len(), all.len(), "each is shown once");
}
