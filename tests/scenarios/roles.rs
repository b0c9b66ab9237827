//! What a role may not do is not offered, and not to be had by its address either.

use e2e::{Engine, Lang, Server, Tablet};

#[test]
fn an_auditor_reads_and_fills_nothing_in() {
    let server = Server::start();
    let tablet = Tablet::new(Engine::first(), &server, "auditor");
    tablet.first_visit(Lang::En, "auditor");
    tablet.today();
    tablet.browser.see_no(".next-door");
    tablet.browser.click(".door");
    tablet.browser.see_text("main", "read here");
    tablet.browser.see_no("[data-start]");
}

#[test]
fn an_assistant_does_not_see_what_others_brought_in() {
    let server = Server::start();
    let tablet = Tablet::ready(Engine::first(), &server, "assistant", Lang::En);
    for address in ["/office", "/incoming"] {
        tablet.open(address);
        tablet.browser.see_text("h1", "not part of your work");
        tablet.browser.see_no("main .row, input[type=search]");
    }
}
