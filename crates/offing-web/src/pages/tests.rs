use super::*;
use crate::News;
use crate::router::tests::{config, served, shop, study_of, text};
use offing_view::site::Beside;

#[tokio::test]
async fn every_page_is_there_with_and_without_a_what_if() {
    let served = shop();
    let study = crate::router::tests::study();
    let model = study.model();
    let things = model.nodes().map(Section::Thing);
    for section in Section::NAV.into_iter().chain(things) {
        let path = section.path(model);
        for uri in [path.clone(), format!("{path}?team:web=5&without=vendor:host")] {
            let response = served.get(&uri).await;
            assert_eq!(response.status(), 200, "{uri}");
            let page = text(response).await;
            assert!(page.starts_with("<!DOCTYPE html>") && page.contains("Corner shop"), "{uri}");
            assert!(
                !page.contains("<style") && !page.contains(" style=") && !page.contains(" onclick="),
                "{uri}"
            );
        }
    }
    assert_eq!(served.get("/outcomes/nothing").await.status(), 404);
    assert_eq!(served.get("/../Cargo.toml").await.status(), 404);
    assert_eq!(served.get("/%2e%2e/%2e%2e/etc/passwd").await.status(), 404);
}

#[tokio::test]
async fn a_form_leads_to_the_address_that_can_be_shared() {
    let served = shop();
    let response = served.get("/outcomes?change=team:web%3D5&change=&change=done%3Dtills").await;
    assert_eq!(response.status(), 303);
    assert_eq!(response.headers()["location"], "/outcomes?done=tills&team:web=5");
    let page = text(served.get("/outcomes?done=tills&team:web=5").await).await;
    assert!(page.contains("What that changes"), "compared with today");
    let response = served.get("/outcomes?change=team:wbe%3D5").await;
    assert_eq!(response.status(), 200, "what is no change is told on the page");
    assert!(text(response).await.contains("did you mean"));
    assert!(text(served.get("/?change=nonsense").await).await.contains("nonsense"));
}

#[tokio::test]
async fn what_is_wrong_stands_above_the_last_sound_answers() {
    let served = served(config(), None);
    let page = text(served.get("/").await).await;
    assert!(page.contains("The model is being read"), "{page}");
    served.publisher.publish(News::Unreadable("the folder has gone".to_owned()));
    assert!(text(served.get("/").await).await.contains("the folder has gone"));
    served.publisher.publish(News::Sound(crate::router::tests::study(), Beside::default()));
    let inputs = Inputs::of_text("outcomes:\n  shop: { needs: [nobody] }", jiff::civil::date(2026, 3, 2));
    let diagnostics = offing_model::read(&inputs).diagnostics;
    served.publisher.publish(News::Broken(crate::Faults { inputs, diagnostics, dropped: 0 }));
    let page = text(served.get("/outcomes").await).await;
    assert!(page.contains("these are the answers from before") && page.contains("model.yaml:2:19"), "{page}");
    assert!(page.contains("Corner shop"));
}

#[tokio::test]
async fn files_of_the_application_are_kept_and_no_others_are_served() {
    let served = shop();
    let page = text(served.get("/").await).await;
    let at = page.find("/assets/offing.css").unwrap();
    let address = page[at..].split('"').next().unwrap();
    let response = served.get(address).await;
    assert_eq!(response.headers()["content-type"], "text/css; charset=utf-8");
    assert!(response.headers()["cache-control"].to_str().unwrap().contains("immutable"));
    for other in ["/assets/Cargo.toml", "/assets/..%2fCargo.toml", "/assets/%2fetc%2fpasswd"] {
        assert_eq!(served.get(other).await.status(), 404, "{other}");
    }
}

/// All that a model says is text, wherever it stands.
#[tokio::test]
async fn a_hostile_model_is_shown_as_text() {
    let evil = r#"<script>alert(1)</script>"#;
    let model = format!(
        "company: {{ name: '{evil}' }}\noutcomes:\n  shop: {{ chosen: true, title: '{evil}', note: '\"><img src=x \
         onerror=alert(1)>', link: 'javascript:alert(1)', needs: [till] }}\ncapabilities: {{ till: {{ title: '{evil}' }} }}\n\
         guarantees: {{ open: {{ outcome: shop, is: enabled }} }}\ninitiatives: {{ a: {{ title: '{evil}', delivers: [till], \
         takes: 3 weeks, staff: {{ web: 1 }} }} }}\nteams: {{ web: {{ title: '{evil}', people: 2 }} }}"
    );
    let served = served(config(), None);
    let study = study_of(&model);
    let paths: Vec<String> = Section::NAV
        .into_iter()
        .chain(study.model().nodes().map(Section::Thing))
        .map(|one| one.path(study.model()))
        .collect();
    served.publisher.publish(News::Sound(study, Beside::default()));
    for path in paths {
        let page = text(served.get(&format!("{path}?change=%3Cscript%3Ealert(2)%3C/script%3E")).await).await;
        assert!(page.contains("&lt;script&gt;"), "{path}");
        for bad in ["<script>alert", "<img src=x", "href=\"javascript:"] {
            assert!(!page.contains(bad), "{path} holds {bad}");
        }
    }
}

/// Nobody waits longer than a few seconds: the page says that it is being made, and is there when it is asked for again.
#[tokio::test(start_paused = true)]
async fn a_page_that_takes_long_is_made_meanwhile() {
    let served = shop();
    let held = served.hold().await;
    let response = served.get("/outcomes").await;
    assert_eq!((response.status().as_u16(), &response.headers()["refresh"]), (503, &"3".parse().unwrap()));
    assert!(text(response).await.contains("being worked out"));
    assert_eq!(served.get("/outcomes").await.status(), 503, "and is not made twice");
    drop(held);
    while !served.app.making.all().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(served.get("/outcomes").await.status(), 200);
}

/// Each chart says in words what it shows, has its data as a table, and gives it as CSV; of a what-if its own.
#[tokio::test]
async fn every_chart_on_every_page_gives_its_figures() {
    let served = served(config(), None);
    let study = crate::router::tests::study();
    study.balance().expect("outcomes are named");
    let model = study.model();
    let things = model.nodes().map(Section::Thing);
    let paths: Vec<String> = Section::NAV.into_iter().chain(things).map(|one| one.path(model)).collect();
    served.publisher.publish(News::Sound(Arc::clone(&study), Beside::default()));
    let mut charts = 0;
    for path in paths.iter().flat_map(|path| [path.clone(), format!("{path}?team:web=5")]) {
        let page = text(served.get(&path).await).await;
        for figure in page.split("<figure class=\"chart\">").skip(1) {
            let figure = figure.split("</figure>").next().unwrap();
            let says = figure.split("</strong>").nth(1).unwrap().split("</figcaption>").next().unwrap();
            assert!(says.trim().len() > 20, "{path}: {says}");
            assert!(
                figure.contains("<details class=\"data\">") && figure.contains("<tbody>"),
                "{path}: {figure}"
            );
            let href = figure.split("href=\"/api/").nth(1).unwrap().split('"').next().unwrap();
            let response = served.get(&format!("/api/{}", href.replace("&amp;", "&"))).await;
            assert_eq!(
                (response.status().as_u16(), &response.headers()["content-type"]),
                (200, &"text/csv; charset=utf-8".parse().unwrap())
            );
            let csv = text(response).await;
            let columns = csv.lines().next().unwrap().split(',').count();
            assert!(columns > 1 && csv.lines().count() > 1, "{path}: {csv}");
            charts += 1;
        }
    }
    assert!(charts >= 8, "{charts}");
    let figures = async |uri: &str| text(served.get(uri).await).await;
    let today = figures("/api/v1/chart?page=%2Foutcomes&name=how-far-each-outcome-is").await;
    assert!(today.starts_with("what,p50_days,") && today.contains("\nshop,"), "{today}");
    let gone =
        figures("/api/v1/chart?page=%2Foutcomes&name=how-far-each-outcome-is&without=vendor:host").await;
    assert!(gone.contains("shop,,,,,"), "{gone}");
    for (uri, status) in [
        ("?name=x", 400),
        ("?page=%2Foutcomes&name=x", 404),
        ("?page=%2Fx&name=x", 404),
        ("?page=%2Fplan&name=x&team:web=a", 400),
    ] {
        assert_eq!(served.get(&format!("/api/v1/chart{uri}")).await.status(), status, "{uri}");
    }
}
