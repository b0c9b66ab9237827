//! An interview record from its first question to its very last, without a network, and then at the
//! office.

use e2e::{Engine, Lang, Office, Server, Tablet, skipped};

const NEED: &str = "三樓的電梯常常不停，家裡有老人。";
const SECOND: &str = "Somewhere to dry laundry.";

#[test]
fn an_interview_is_recorded_to_its_very_end() {
    if !Engine::first().keeps_things() {
        return skipped("the interview", "this browser keeps no profile");
    }
    let mut server = Server::start();
    let office = Office::open(Engine::first(), &server, Lang::En);
    let tablet = Tablet::ready(Engine::first(), &server, "tablet", Lang::En);
    server.kill();
    tablet.browser.reload();
    tablet.browser.see(".door");
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    tablet.start("QP-08-16-F002");
    the_talk(&tablet);
    two_needs(&tablet);
    the_end(&tablet);
    assert!(
        tablet.at_check(),
        "there is nothing after the last question"
    );
    let response = tablet.finish();
    tablet.listed_as(&response, "waiting");
    // What was said is found again, also without a network.
    tablet.browser.click(".to-search");
    tablet.browser.fill_in("input[type=search]", "电梯常常");
    let found = format!("[data-kind=response] a[href=\"/response/{response}\"] mark");
    tablet.browser.see_text(&found, "電梯常常");

    server.start_again();
    tablet.all_sent();
    office.until_shown(&response);
    office.read(&response);
    assert!(office.answer("/need_1/need_1_what").contains(NEED));
    assert_eq!(office.answer("/need_1/need_1_category"), "Lifts");
    assert!(office.answer("/need_2/need_2_what").contains(SECOND));
    assert_eq!(office.answer("/contact/contact_phone"), "+853 6123 4567");
    server.verify();
}

fn the_talk(tablet: &Tablet) {
    tablet.answer("/opening/consent_interview", "yes");
    tablet.answer("/opening/consent_recording", "no");
    tablet.next();
    tablet.answer("/occasion/interview_way", "home");
    tablet.answer("/occasion/respondent_role", "owner");
    tablet.answer("/occasion/present", "adult_family colleague");
    tablet.answer("/occasion/present_note", "Lei");
    tablet.next();
    tablet.answer("/talk_living/living_here", "Eleven years, quiet.");
    tablet.answer("/talk_living/liked_most", "The garden.");
    tablet.next();
    tablet.answer("/talk_management/talk_environment", "Clean.");
    tablet.next_until("/talk_services/services_mentioned");
    tablet.answer("/talk_services/services_mentioned", "elderly culture");
    tablet.next_until("/need_1/need_1_what");
}

fn two_needs(tablet: &Tablet) {
    tablet.answer("/need_1/need_1_what", NEED);
    tablet.answer("/need_1/need_1_side", "management");
    // The cascade: only what belongs to this side is offered.
    tablet
        .browser
        .see_no(r#"[data-path="/need_1/need_1_category"] [data-choice="goods"]"#);
    tablet.answer("/need_1/need_1_category", "lifts");
    tablet.answer("/need_1/need_1_urgency", "urgent");
    tablet.answer("/need_1/need_1_reach", "common");
    tablet.answer("/need_1/need_1_more", "yes");
    tablet.next();
    tablet.answer("/need_2/need_2_what", SECOND);
    tablet.answer("/need_2/need_2_side", "operations");
    tablet.answer("/need_2/need_2_urgency", "general");
    tablet.answer("/need_2/need_2_more", "no");
    tablet.next();
}

fn the_end(tablet: &Tablet) {
    tablet.answer("/promises/promise_made", "no");
    tablet.answer("/promises/follow_up_wanted", "yes");
    tablet.answer("/promises/follow_up_way", "phone");
    tablet.answer("/promises/follow_up_by", "2099-12-31");
    tablet.next();
    tablet
        .browser
        .see_text(r#"[data-path="/read_back/read_back_need_1"]"#, NEED);
    tablet.answer("/read_back/read_back_result", "right");
    tablet.next();
    tablet.answer("/contact/contact_consent", "yes");
    tablet.answer("/contact/contact_name", "Ms Wong");
    tablet.answer("/contact/contact_phone", "+853 6123 4567");
    tablet.next();
    tablet.answer("/observations/openness", "open");
    tablet.next();
    tablet.answer("/finish/record_complete", "OK");
    tablet.draft_saved();
    tablet.next();
}
