//! A form that is opened and answered out of sight while nothing else is to be done. A browser
//! compiles code when it first runs, and better when it has run some times: the form that a person
//! opens then does not wait for that.

use std::{fmt::Write as _, time::Duration};

use form::{Attachments, Context, Session, read_form};
use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement, ShadowRootInit, ShadowRootMode},
};

use super::{Flow, FormScreen, Host};
use crate::components::question::Interview;

/// How often it is played. After that the browser has found what is worth compiling well.
const ROUNDS: u32 = 6;
/// More questions than a screen shows, so that some are far.
const QUESTIONS: usize = 24;
/// A list so long that it opens in a sheet, and that reading it runs often enough to be worth
/// compiling well.
const PLACES: usize = 1_500;

/// Kinds of questions, in turn: type, what an answer has to be, control.
const KINDS: [(&str, &str, &str); 4] = [
    ("string", "string-length(.) &lt; 50", "input"),
    ("int", ". &gt;= 0 and . &lt;= 120", "input"),
    ("string", ". != '-'", "select1"),
    ("date", ". &lt;= date('2100-01-01')", "input"),
];

/// What stands for one entry more in the place of an answer, and for one less.
const ADD: &str = "one more";
const REMOVE: &str = "one less";
/// What is done, in a task of its own each, so that the screen follows in between: answers; `+`
/// adds an entry and `-` takes it out again.
const STEPS: [&[(&str, &str)]; 8] = [
    &[("/q0", "-")],
    &[("/q0", "x"), ("/q1", "7")],
    &[("/q2", "p3"), ("/q3", "2020-02-29")],
    &[("/n", "3")],
    &[("/w", "a"), ("/r", ADD)],
    &[("/v", "p4"), ("/r[1]/e", "3")],
    &[("/r[2]/e", "5"), ("/w", "b")],
    &[("/r[2]", REMOVE), ("/n", "")],
];

/// Plays the form some times, whenever nothing else is to be done; then calls `done`.
pub fn rehearse(done: impl FnOnce() + 'static) {
    play(ROUNDS, Box::new(done));
}

fn play(rounds: u32, done: Box<dyn FnOnce()>) {
    let stage = (rounds > 0).then(Stage::set).flatten();
    match stage {
        Some(stage) => step(stage, 0, rounds, done),
        None => done(),
    }
}

fn step(stage: Stage, number: usize, rounds: u32, done: Box<dyn FnOnce()>) {
    set_timeout_once(move || {
        if let Some(answers) = STEPS.get(number) {
            stage.answer(answers);
            step(stage, number + 1, rounds, done);
        } else {
            drop(stage);
            request_idle_callback_once(move || play(rounds - 1, done));
        }
    });
}

/// A task of its own. (What Leptos calls may be called again, for all that it knows.)
fn set_timeout_once(act: impl FnOnce() + 'static) {
    let act = StoredValue::new_local(Some(act));
    set_timeout(move || run_once(act), Duration::ZERO);
}

fn request_idle_callback_once(act: impl FnOnce() + 'static) {
    let act = StoredValue::new_local(Some(act));
    request_idle_callback(move || run_once(act));
}

fn run_once<F: FnOnce() + 'static>(act: StoredValue<Option<F>, LocalStorage>) {
    let taken = act.try_update_value(Option::take).flatten();
    act.dispose();
    if let Some(act) = taken {
        act();
    }
}

/// The form in the page. It is laid out, but neither seen nor read out nor found: it stands in a
/// tree of its own, so that nothing else takes its questions for those of a person's form.
struct Stage {
    owner: Owner,
    interview: Interview,
    seek: RwSignal<Option<String>>,
    box_: Element,
    _screen: Box<dyn std::any::Any>,
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.owner.cleanup();
        self.box_.remove();
    }
}

impl Stage {
    fn set() -> Option<Self> {
        let reading = read_form("form.xml", form().as_bytes(), &Attachments::new());
        let session = Session::start(reading.form?, Context::default());
        let (box_, floor) = floor()?;
        let owner = Owner::new();
        let (interview, seek) =
            owner.with(|| (Interview::new(session, |_| ()), RwSignal::new(None)));
        let screen = mount_to(floor, move || {
            let host = Host {
                flow: Some(Flow::Whole),
                seek: seek.into(),
                ..Host::default()
            };
            view! { <FormScreen interview host/> }
        });
        Some(Self {
            owner,
            interview,
            seek,
            box_,
            _screen: Box::new(screen),
        })
    }

    fn answer(&self, answers: &[(&str, &str)]) {
        for (path, value) in answers {
            let Some(item) = self.interview.peek(|session| session.find(path)) else {
                continue;
            };
            match *value {
                ADD => drop(self.interview.add_instance(item)),
                REMOVE => self.interview.remove_instance(item),
                value => self.interview.answer(item, value),
            }
            self.seek.set(Some((*path).to_owned()));
        }
    }
}

/// Where the form is put, in the page.
fn floor() -> Option<(Element, HtmlElement)> {
    let box_ = div("position:fixed;inset:0;visibility:hidden;contain:strict;z-index:-1")?;
    for (name, value) in [("aria-hidden", "true"), ("inert", "")] {
        box_.set_attribute(name, value).ok()?;
    }
    let tree = box_
        .attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))
        .ok()?;
    // The same rules as the page's, or laying it out would not be the same.
    let sheets = document().query_selector_all("link[rel=stylesheet]").ok()?;
    for sheet in (0..sheets.length()).filter_map(|at| sheets.get(at)) {
        tree.append_child(&sheet.clone_node().ok()?).ok()?;
    }
    let floor = div("height:100%;overflow:auto")?;
    tree.append_child(&floor).ok()?;
    document().body()?.append_child(&box_).ok()?;
    Some((box_.into(), floor))
}

/// A box with a style of its own. Its attribute would be against the page's security policy.
fn div(style: &str) -> Option<HtmlElement> {
    let element = document().create_element("div").ok()?;
    let element: HtmlElement = element.dyn_into().ok()?;
    element.style().set_css_text(style);
    Some(element)
}

/// Questions of the common kinds that hang on each other, a cascade, calculations, a repeat.
fn form() -> String {
    let (mut nodes, mut binds, mut body) = (String::new(), String::new(), String::new());
    // Writing to a text can't fail.
    for number in 0..QUESTIONS {
        let (kind, constraint, control) = KINDS[number % KINDS.len()];
        let on = number.saturating_sub(1) / 4 * 4;
        let items = if control == "select1" {
            r#"<itemset nodeset="instance('l')/root/item[position() &lt; 10]"><value ref="name"/><label ref="label"/></itemset>"#
        } else {
            ""
        };
        let _ = write!(nodes, "<q{number}/>");
        let _ = write!(
            binds,
            r#"<bind nodeset="/data/q{number}" type="{kind}" relevant="/data/q{on} != '-'" constraint="{constraint}" jr:constraintMsg="-"/>"#
        );
        let _ = write!(
            body,
            r#"<{control} ref="/data/q{number}"><label>Question {number}: what is it?</label>{items}</{control}>"#
        );
    }
    let mut list = String::new();
    for number in 0..PLACES {
        let half = if number % 2 == 0 { "a" } else { "b" };
        let _ = write!(
            list,
            "<item><name>p{number}</name><label>Choice {number}</label><half>{half}</half></item>"
        );
    }
    for number in 1..=QUESTIONS {
        let before = number - 1;
        let _ = write!(nodes, "<k{number}/>");
        let from = if number == 1 {
            "coalesce(/data/n, 0)".to_owned()
        } else {
            format!("/data/k{before}")
        };
        let _ = write!(
            binds,
            r#"<bind nodeset="/data/k{number}" type="int" calculate="{from} + 1"/>"#
        );
    }
    FORM.replace("{nodes}", &nodes)
        .replace("{binds}", &binds)
        .replace("{body}", &body)
        .replace("{list}", &list)
}

const FORM: &str = r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>-</h:title><model>
<instance><data id="-"><n/><w/><v/>{nodes}<t/><r><e/><s/></r></data></instance>
<instance id="l"><root>{list}</root></instance>{binds}
<bind nodeset="/data/n" type="int"/>
<bind nodeset="/data/r/e" type="int" required="true()"/>
<bind nodeset="/data/r/s" type="int" calculate="../e * 2"/>
<bind nodeset="/data/t" type="string" calculate="concat(sum(/data/r/s), if(/data/q1 > 1, '-', ''))"/>
</model></h:head><h:body>
<input ref="/data/n"><label>Number</label></input>
<input ref="/data/t"><label><output value="/data/t"/> <output value="/data/k24"/></label></input>
<select1 ref="/data/w"><label>Where</label>
<item><label>A</label><value>a</value></item><item><label>B</label><value>b</value></item></select1>
<select1 ref="/data/v"><label>Place</label>
<itemset nodeset="instance('l')/root/item[half = /data/w]">
<value ref="name"/><label ref="label"/></itemset></select1>
<group ref="/data/r"><label>Entry</label>
<repeat nodeset="/data/r"><input ref="/data/r/e"><label>Inside</label></input></repeat></group>
{body}</h:body></h:html>"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_rehearsed_is_there() {
        let reading = read_form("form.xml", form().as_bytes(), &Attachments::new());
        assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
        let form = reading.form.expect("the form is sound");
        let mut session = Session::start(form, Context::default());
        for (path, value) in STEPS.iter().copied().flatten() {
            let item = session.find(path);
            let item = item.unwrap_or_else(|| panic!("there is no {path}"));
            match *value {
                ADD => drop(session.add_instance(item).expect("an entry more")),
                REMOVE => drop(session.remove_instance(item).expect("an entry less")),
                value => drop(session.set(item, value).expect("the answer is taken")),
            }
        }
    }
}
