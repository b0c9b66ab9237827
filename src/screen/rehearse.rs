//! A small form, opened out of sight while nothing else is to be done. A browser compiles code when
//! it first runs: the form that a person opens then does not wait for that.

use std::time::Duration;

use form::{Attachments, Context, Session, read_form};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

use super::{Flow, FormScreen, Host};
use crate::components::question::Interview;

/// One question of each common kind, with the rules that most forms have.
const FORM: &str = r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>-</h:title><model>
<instance><data id="-"><a/><b/><c/><d/><r jr:template=""><e/></r><f/></data></instance>
<instance id="l"><root><item><name>x</name><label>-</label></item>
<item><name>y</name><label>-</label></item></root></instance>
<bind nodeset="/data/a" type="string" constraint="string-length(.) &lt; 9"/>
<bind nodeset="/data/b" type="int" relevant="/data/a != '-'" constraint=". &lt; 9"/>
<bind nodeset="/data/c" type="string" required="true()"/>
<bind nodeset="/data/d" type="date" relevant="not(/data/b = 1)" constraint=". &lt; today()"/>
<bind nodeset="/data/r/e" type="int"/>
<bind nodeset="/data/f" type="string" calculate="concat(sum(/data/r/e) + 1, if(/data/b > 1, '-', ''))"/>
</model></h:head><h:body>
<input ref="/data/a"><label>-</label></input><input ref="/data/b"><label>-</label></input>
<select1 ref="/data/c"><label>-</label><itemset nodeset="instance('l')/root/item"><value ref="name"/><label ref="label"/></itemset></select1>
<input ref="/data/d"><label>-</label></input>
<group ref="/data/r"><label>-</label><repeat nodeset="/data/r"><input ref="/data/r/e"><label>-</label></input></repeat></group>
<input ref="/data/f"><label><output value="/data/f"/></label></input>
</h:body></h:html>"#;

/// Opens the form, answers a question, and takes it out again a moment later.
pub fn rehearse() {
    let reading = read_form("form.xml", FORM.as_bytes(), &Attachments::new());
    let (Some(form), Some(body)) = (reading.form, document().body()) else {
        return;
    };
    let session = Session::start(form, Context::default());
    let stage = document().create_element("div");
    let Some(stage) = stage
        .ok()
        .and_then(|stage| stage.dyn_into::<HtmlElement>().ok())
    else {
        return;
    };
    // Neither seen nor read out nor laid out.
    stage.set_hidden(true);
    if body.append_child(&stage).is_err() {
        return;
    }
    let owner = Owner::new();
    let interview = owner.with(|| Interview::new(session, |_| ()));
    let screen = mount_to(stage.clone(), move || {
        let host = Host {
            flow: Some(Flow::Whole),
            ..Host::default()
        };
        view! { <FormScreen interview host/> }
    });
    for (path, value) in [("/a", "x"), ("/b", "2"), ("/r[1]/e", "3")] {
        if let Some(item) = interview.peek(|session| session.find(path)) {
            interview.answer(item, value);
        }
    }
    // What follows an answer follows before the next task.
    set_timeout(
        move || {
            drop(screen);
            owner.cleanup();
            stage.remove();
        },
        Duration::ZERO,
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_sound() {
        let reading = read_form("form.xml", FORM.as_bytes(), &Attachments::new());
        assert!(reading.form.is_some(), "{:?}", reading.diagnostics);
    }
}
