//! Properties of forms in XML: whatever happens to the text, and to the repeats.

use form::{ItemId, Session};
use proptest::prelude::*;

use crate::properties::cases;
use crate::scenario::{context, snapshot};
use crate::xml::document;

/// A form with nested repeats, sums over them and a choice from them.
fn rich() -> String {
    document(
        "<n>1</n><r jr:template=\"\"><v>1</v><in><w/></in></r><r><v>2</v><in><w>4</w></in></r>\
         <sum/><who/>",
        r#"<bind nodeset="/data/n" type="int"/><bind nodeset="/data/r/v" type="int"/>
           <bind nodeset="/data/r/in" relevant="../v &gt; 0"/>
           <bind nodeset="/data/r/in/w" calculate="position(../..) * 10 + ../../v"/>
           <bind nodeset="/data/sum" calculate="sum(/data/r/in/w) + count(/data/r)"/>"#,
        r#"<input ref="/data/n"/>
           <repeat nodeset="/data/r"><input ref="/data/r/v"/>
             <repeat nodeset="/data/r/in" jr:count="/data/n"><input ref="/data/r/in/w"/></repeat>
           </repeat>
           <select1 ref="/data/who"><itemset nodeset="/data/r[v &gt; 1]">
             <value ref="v"/><label ref="v"/></itemset></select1>"#,
    )
}

fn opened(xml: &str) -> Option<Session> {
    let reading = form::read_xforms(xml.as_bytes(), &form::Attachments::new());
    Some(Session::start(reading.form?, context()))
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn an_instance_that_comes_and_goes_leaves_no_trace(
        values in prop::collection::vec(0..4_u8, 0..6),
        more in 1..4_usize,
    ) {
        let mut session = opened(&rich()).unwrap();
        let repeat = session.find("/r").unwrap();
        for value in values {
            let (instance, _) = session.add_instance(repeat).unwrap();
            let v = session.children(instance).next().unwrap();
            session.set(v, &value.to_string()).unwrap();
        }
        let before = (snapshot(&session), session.submission_xml(""));
        let mut added: Vec<ItemId> = Vec::new();
        for _ in 0..more {
            added.push(session.add_instance(repeat).unwrap().0);
        }
        for instance in added {
            session.remove_instance(instance).unwrap();
        }
        prop_assert_eq!((snapshot(&session), session.submission_xml("")), before);
    }

    #[test]
    fn a_damaged_form_is_read_or_refused(
        cuts in prop::collection::vec((0..3_u8, any::<prop::sample::Index>(), 1..40_usize), 1..6),
        scrap in "[<>/\"'=&a-z()\\[\\]. ]{0,12}",
    ) {
        let mut xml = rich();
        for (kind, at, length) in cuts {
            let mut places = xml.char_indices().map(|(at, _)| at);
            let at = places.nth(at.index(xml.chars().count().max(1))).unwrap_or(0);
            let end = xml.len().min(at + length);
            match kind {
                0 if xml.is_char_boundary(end) => drop(xml.drain(at..end)),
                1 => xml.insert_str(at, &scrap),
                _ if xml.is_char_boundary(end) => {
                    let piece = xml[at..end].to_owned();
                    xml.insert_str(at, &piece);
                }
                _ => {}
            }
        }
        if let Some(mut session) = opened(&xml) {
            let items: Vec<ItemId> = session.items().collect();
            for item in items {
                let _ = session.set(item, "2");
                let _ = session.add_instance(item);
                let _ = session.item(item).choices();
            }
            prop_assert!(session.submission_xml("uuid:1").starts_with("<?xml"));
        }
    }
}
