//! Going about: deals by need, the jump, the palette, today, problems, help, and the mouse.

use codriver::console::command::{Command, TABLE};
use codriver::console::effect::Effect;
use codriver::console::message::MouseAction;
use codriver::console::screen::Screen;

use crate::sim::Sim;
use crate::texts::{DAY_ONE, DEMO, ONE, two};

fn demo() -> Sim {
    Sim::open(DEMO).seat("sam").awake_before()
}

/// The deals from the neediest on.
fn by_need(sim: &mut Sim) -> Vec<String> {
    sim.start();
    sim.model().order.rows.iter().map(|row| row.id.to_string()).collect()
}

#[test]
fn next_and_previous_deal_follow_the_order_of_need_and_stop_at_its_ends() {
    let mut sim = demo();
    let order = by_need(&mut sim);
    assert_eq!(order.len(), 12);
    sim.keys("g");
    let mut seen = vec![sim.deal()];
    for _ in 1..order.len() {
        sim.keys("j");
        seen.push(sim.deal());
    }
    assert_eq!(seen, order);
    sim.keys("j");
    assert_eq!(sim.deal(), order[11]);
    for deal in order.iter().rev().skip(1) {
        sim.keys("k");
        assert_eq!(sim.deal(), *deal);
    }
    sim.keys("k");
    assert_eq!(sim.deal(), order[0]);
    sim.keys("G");
    assert_eq!(sim.deal(), order[11]);
}

#[test]
fn finished_deals_stand_at_the_end_of_the_order() {
    let mut sim = demo();
    sim.start();
    let open: Vec<bool> =
        sim.model().order.rows.iter().map(|row| sim.model().campaign.deals[row.deal].is_open()).collect();
    let first_finished = open.iter().position(|open| !open).unwrap();
    assert!(open[first_finished..].iter().all(|open| !open), "{open:?}");
}

#[test]
fn the_place_on_each_deal_is_kept() {
    let mut sim = demo();
    sim.keys("g<tab><pagedown>");
    let here = sim.screen();
    sim.keys("j");
    assert_ne!(sim.screen(), here);
    sim.keys("k");
    assert_eq!(sim.screen(), here);
}

#[test]
fn a_pane_does_not_scroll_beyond_its_end() {
    let mut sim = demo();
    sim.keys(&"<pagedown>".repeat(40));
    let end = sim.screen();
    sim.keys("<pagedown>");
    assert_eq!(sim.screen(), end);
    sim.keys("<pageup>");
    assert_ne!(sim.screen(), end);
}

#[test]
fn the_deal_looked_at_is_kept_each_minute_for_a_start_after_a_crash() {
    let mut sim = demo();
    sim.keys("gj").advance("1m");
    let deal = sim.deal();
    sim.crash_and_reopen();
    assert_eq!(sim.deal(), deal);
}

#[test]
fn the_deal_looked_at_is_kept_on_leaving() {
    let mut sim = demo();
    sim.keys("gj");
    let deal = codriver::campaign::Id::from(sim.deal().as_str());
    sim.effects();
    sim.keys("q");
    assert_eq!(sim.effects(), [Effect::Remember { deal }, Effect::Quit]);
}

#[test]
fn the_jump_finds_a_deal_by_a_few_letters() {
    let mut sim = demo();
    sim.keys("/cldr<enter>");
    assert_eq!(sim.deal(), "calder");
}

#[test]
fn the_jump_finds_a_contact_and_goes_to_the_deal() {
    let mut sim = demo();
    sim.keys("/beata wolska<enter>");
    assert_eq!(sim.deal(), "calder");
}

#[test]
fn the_jump_finds_a_buyers_words() {
    let mut sim = demo();
    sim.keys("/burned by dashboards");
    assert!(sim.screen().contains("“We have been burned by dashboards"), "{}", sim.screen());
    sim.keys("<enter>");
    assert_eq!(sim.deal(), "northwind");
}

#[test]
fn a_jump_that_finds_nothing_says_so_and_stays() {
    let mut sim = demo();
    let deal = sim.deal();
    sim.keys("/zzzzqqqq");
    assert!(sim.screen().contains("Nothing here is like that."), "{}", sim.screen());
    sim.keys("<enter>");
    assert_eq!(sim.deal(), deal);
}

#[test]
fn esc_leaves_whatever_lies_over_the_screen() {
    let mut sim = demo();
    let stage = sim.screen();
    for key in ["?", "<ctrl-p>", "/", "t", "p", "n", ":", "N", "i", "z", "S"] {
        sim.keys(key);
        assert_ne!(sim.screen(), stage, "{key} opens nothing");
        sim.keys("<esc>");
        assert_eq!(sim.screen(), stage, "{key}");
    }
}

#[test]
fn the_palette_does_what_is_chosen() {
    let mut sim = demo();
    sim.keys("<ctrl-p>today");
    assert!(sim.screen().contains("today: calls, runs, promises"), "{}", sim.screen());
    sim.keys("<enter>");
    assert!(sim.screen().contains(" TODAY "), "{}", sim.screen());
}

#[test]
fn the_palette_says_why_an_action_cannot_be_done_now() {
    let mut sim = Sim::open(ONE).seat("sam").size(120, 40);
    sim.keys("<ctrl-p>heard");
    assert!(sim.screen().contains("no call is due here"), "{}", sim.screen());
    sim.keys("<enter>");
    assert!(sim.screen().contains("heard: no call is due here"), "{}", sim.screen());
}

#[test]
fn today_lists_in_time_order_and_enter_goes_to_the_deal() {
    let mut sim = demo();
    sim.keys("t");
    let agenda: Vec<_> = sim
        .model()
        .order
        .agenda
        .iter()
        .map(|item| (item.at, item.deal.as_deref().unwrap_or_default().to_owned(), item.account.clone()))
        .collect();
    assert!(agenda.len() > 3, "{agenda:?}");
    assert!(agenda.is_sorted_by_key(|item| item.0), "{agenda:?}");
    let (n, other) =
        agenda.iter().enumerate().find(|(_, item)| item.1 != sim.model().deal.as_deref().unwrap()).unwrap();
    let screen = sim.screen();
    assert!(screen.contains(&*other.2), "{} in\n{screen}", other.2);
    sim.keys(&"<down>".repeat(n)).keys("<enter>");
    assert_eq!(sim.deal(), other.1);
    assert!(!sim.screen().contains(" TODAY "), "{}", sim.screen());
}

#[test]
fn problems_are_listed_with_their_mend_and_enter_opens_the_editor_at_the_line() {
    let text = ONE.replace("account = \"Northwind\"", "account = \"Northwind\"\nprobabilty = 0.6");
    let mut sim = Sim::open(&text).seat("sam");
    sim.keys("p");
    let screen = sim.screen();
    assert!(screen.contains("probabilty") && screen.contains("probability"), "{screen}");
    sim.effects();
    sim.keys("<enter>");
    let line = text.lines().position(|line| line.starts_with("probabilty")).unwrap() + 1;
    assert_eq!(sim.effects(), [Effect::Edit { line }]);
}

#[test]
fn a_file_without_a_problem_is_told_so() {
    let mut sim = Sim::open(&two()).seat("sam");
    sim.keys("p");
    assert!(sim.screen().contains("No problem"), "{}", sim.screen());
}

#[test]
fn the_editor_opens_at_the_deals_first_line() {
    let mut sim = Sim::open(&two()).seat("sam").last_deal("harbour");
    sim.keys("E");
    let line = two().lines().position(|line| line == "[deal.harbour]").unwrap() + 1;
    assert!(sim.effects().contains(&Effect::Edit { line }));
}

#[test]
fn help_names_every_command_of_the_table_with_its_key() {
    let mut sim = demo().size(200, 60);
    sim.keys("?");
    let mut pages = sim.screen();
    for _ in 0..9 {
        pages.push_str(&sim.keys("<pagedown>").screen());
    }
    for row in TABLE.iter().filter(|row| row.on.holds(Screen::Stage)) {
        let words: Vec<&str> = row.help.split(' ').take(3).collect();
        let key = sim.model().keymap.shown(row.command);
        let words = words.join(" ");
        let is_there =
            pages.lines().any(|line| line.match_indices(&words).any(|(at, _)| line[..at].trim_end().ends_with(&key)));
        assert!(is_there, "`{key}` `{words}` in\n{pages}");
    }
}

#[test]
fn a_click_on_a_deal_goes_there() {
    let mut sim = demo().size(200, 60);
    sim.keys("g");
    let order = by_need(&mut sim);
    let account = sim.model().campaign.deal(&order[2]).unwrap().account.clone().unwrap();
    let row =
        sim.screen().lines().position(|line| line.chars().take(34).collect::<String>().contains(&*account)).unwrap();
    sim.click(5, u16::try_from(row).unwrap());
    assert_eq!(sim.deal(), order[2]);
}

#[test]
fn a_click_on_a_key_hint_presses_the_key() {
    let mut sim = demo();
    let screen = sim.screen();
    let footer = screen.lines().last().unwrap();
    let at = footer.find("r run").unwrap();
    let x = footer[..at].chars().count();
    sim.click(u16::try_from(x).unwrap(), 39);
    assert!(sim.screen().contains(" RUN "), "{}", sim.screen());
}

#[test]
fn the_wheel_scrolls_the_pane_under_it() {
    let mut sim = demo();
    let before = sim.screen();
    sim.mouse(10, 20, MouseAction::WheelDown);
    let after = sim.screen();
    assert_ne!(after, before);
    let right = |screen: &str| screen.lines().map(|line| line.chars().skip(60).collect::<String>()).collect::<Vec<_>>();
    assert_eq!(right(&after)[3..38], right(&before)[3..38], "the other pane stays");
    sim.mouse(10, 20, MouseAction::WheelUp);
    assert_eq!(sim.screen(), before);
}

#[test]
fn on_a_narrow_screen_tab_shows_the_other_pane() {
    let mut sim = demo().size(80, 24);
    assert!(sim.screen().contains(" NAVIGATOR "), "{}", sim.screen());
    sim.keys("<tab>");
    let screen = sim.screen();
    assert!(screen.contains(" DRIVER ") && !screen.contains(" NAVIGATOR "), "{screen}");
}

#[test]
fn a_link_is_opened_and_a_text_is_copied_outside() {
    let mut sim = demo();
    sim.effects();
    sim.keys("O1");
    assert!(matches!(&sim.effects()[..], [Effect::Open(link)] if link.starts_with("https://")), "O opens a link");
    sim.keys("y<enter>");
    assert!(matches!(&sim.effects()[..], [Effect::Copy(_)]), "y copies");
    assert!(sim.screen().contains("copied: "), "{}", sim.screen());
}

#[test]
fn quitting_works_from_everywhere() {
    for keys in ["q", "<ctrl-c>", "n<ctrl-c>", "/<ctrl-c>", "?<ctrl-c>", "<ctrl-p><ctrl-c>"] {
        let mut sim = demo();
        sim.keys(keys);
        assert!(sim.has_quit(), "{keys}");
    }
}

#[test]
fn q_closes_a_list_before_it_leaves_the_program() {
    for keys in ["?q", "tq", "pq"] {
        let mut sim = demo();
        sim.keys(keys);
        assert!(!sim.has_quit() && sim.model().overlay.is_none(), "{keys}");
    }
}

#[test]
fn every_key_hint_in_the_footer_fits_before_the_state_of_the_file() {
    for width in [60, 80, 100, 120, 160, 200] {
        let mut sim = demo().size(width, 40);
        let screen = sim.screen();
        let footer = screen.lines().last().unwrap();
        assert!(footer.ends_with("  saved"), "{width}: {footer}");
    }
}

#[test]
fn a_campaign_on_its_first_day_opens_without_an_error() {
    let mut sim = Sim::open(DAY_ONE).at("2026-11-20T09:41:00Z").seat("sam").last_deal("northwind").awake_before();
    let screen = sim.screen();
    for words in
        ["Q1 PUSH", "Northwind Traders", "Walk Ines through the SOC 2 pack", "no day yet: n gives it one", "saved"]
    {
        assert!(screen.contains(words), "{words} in\n{screen}");
    }
    sim.start();
    let errors: Vec<_> =
        sim.model().problems.iter().filter(|problem| problem.severity == codriver::text::Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(sim.file(), DAY_ONE, "opening changes nothing");
}

#[test]
fn nothing_on_screen_is_unknown_to_the_command_table() {
    assert!(Command::named("today").is_some());
    for row in TABLE {
        assert_eq!(Command::named(row.name), Some(row.command));
    }
}
