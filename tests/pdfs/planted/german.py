"""German: an essay on a bog, and what is planted in it."""

from tests.pdfs.planted.kinds import ASIDE, LEFTOVER, NOTICE, SPONSOR, Planting, junk

GERMAN = Planting(
    language="de",
    title="Das Gedächtnis des Moores",
    paragraphs=(
        (
            "Ein Moor vergisst nichts.",
            "Was in seinem sauren Wasser versinkt, bleibt oft länger erhalten als das, was man in "
            "einem Museum hinter Glas stellt.",
            "Am Nordrand von Wesselhagen fanden Torfstecher im Jahr 1893 einen Einbaum, der so "
            "aussah, als sei er erst am Morgen festgemacht worden.",
        ),
        (
            "Die Leute im Dorf hielten den Fund zunächst für einen Scherz.",
            "Erst der Lehrer, ein geduldiger Mann namens Onno Behrends, erkannte an den "
            "Werkzeugspuren, dass hier niemand mit einer eisernen Axt gearbeitet hatte.",
            "Er schrieb sieben Briefe an die Universität und bekam auf keinen eine Antwort.",
        ),
        (
            "Torf wächst langsam, etwa einen Millimeter im Jahr.",
            "Wer zwei Meter tief gräbt, steht deshalb mit den Füßen in der Bronzezeit.",
            "Jede Schicht enthält Blütenstaub, und aus dem Staub lässt sich lesen, welche Bäume "
            "damals am Rand des Moores standen.",
            "So weiß man heute, dass es hier einmal Linden gab, lange bevor der erste Pflug den "
            "Boden aufriss.",
        ),
        (
            "Um 1780 begann die Entwässerung.",
            "Der Landesherr versprach jedem Siedler acht Jahre ohne Steuern, ein Haus aus Lehm und "
            "eine Kuh.",
            "Von den Kühen ist in den Akten später nicht mehr die Rede.",
            "Die Gräben aber sind geblieben, und man sieht sie vom Flugzeug aus wie mit dem Lineal "
            "gezogen.",
        ),
        (
            "Im Winter war die Arbeit am härtesten.",
            "Die Männer standen bis zu den Knien im Wasser, und die Kinder trugen die nassen Soden "
            "auf den Damm, wo der Wind sie trocknete.",
            "Eine Zeitung in der Stadt lebte damals von Anzeigen für Brennstoff, und in keiner "
            "davon stand, woher der Torf kam.",
        ),
        (
            "Als die Eisenbahn kam, wurde der Torf billiger als Holz.",
            "Binnen zwanzig Jahren verschwand die Hälfte des Moores in den Öfen der Ziegeleien.",
            "Behrends, inzwischen alt und fast blind, ließ sich jeden Sonntag an den Rand der "
            "Grube fahren und fragte, was man gefunden habe.",
        ),
        (
            "Der Einbaum selbst nahm ein trauriges Ende.",
            "Man stellte ihn in eine Scheune, damit er trockne, und nach drei Wochen war er "
            "zerfallen.",
            "Niemand hatte gewusst, dass nasses Eichenholz nur so lange hält, wie es nass bleibt.",
            "Heute würde man das Wasser im Holz über Jahre hinweg durch Wachs ersetzen.",
        ),
        (
            "Seit 1996 steigt das Wasser wieder.",
            "Die Gemeinde hat die Gräben mit Holzwänden verschlossen, und das Moos kam schneller "
            "zurück, als die Fachleute erwartet hatten.",
            "Auch die Kraniche sind wieder da, obwohl manche Landwirte darüber nicht glücklich "
            "sind.",
        ),
        (
            "Ein nasses Moor speichert mehr Kohlenstoff als ein Wald von gleicher Größe.",
            "Ein trockenes gibt ihn wieder her, Jahr für Jahr und ohne dass man es sieht.",
            "Das ist der Grund, weshalb man in Wesselhagen nun Geld dafür bekommt, nichts zu tun.",
        ),
        (
            "Was noch im Boden liegt, weiß keiner.",
            "Die Archäologin Frauke Tammen meint, man solle es dort lassen, solange es nass ist.",
            "Das Moor, sagt sie, sei das einzige Archiv, das keinen Direktor braucht.",
        ),
    ),
    junk=(
        *junk(
            SPONSOR,
            "Diese Ausgabe wurde Ihnen ermöglicht von Halden Instrumente.",
            "Anzeige.|Jetzt abonnieren und vier Hefte gratis lesen.",
            "Mit freundlicher Unterstützung der Sparkasse Nordheide.",
            "Unser Partner Brillmann Optik schenkt allen Leserinnen und Lesern einen Sehtest.|"
            "Nennen Sie einfach das Stichwort Herbst.",
            "Werben Sie in unserer Zeitschrift!|Die Preise nennt Ihnen unsere Anzeigenabteilung.",
            "Wir danken der Stiftung Corvin, die den Druck dieses Heftes bezahlt hat.",
            "Gefällt Ihnen dieser Artikel?|Mit drei Euro im Monat helfen Sie uns, weiterzumachen.",
            "Dieser Beitrag wird Ihnen präsentiert von Laterna Matratzen.|Probeliegen ist an "
            "hundert Nächten kostenlos.",
        ),
        *junk(
            ASIDE,
            "Hinweis an die Gutachter: Tabelle 2 steht jetzt im Anhang.",
            "Der Rest dieser Arbeit ist wie folgt gegliedert.",
            "Wir danken dem zweiten Gutachter für den Hinweis auf diesen Fehler.",
            "Frage an die Autoren: Bitte prüfen Sie, ob die Einheiten stimmen.",
            "In der überarbeiteten Fassung sind alle Änderungen blau gesetzt.",
            "An die Redaktion: Bitte diese Abbildung durch die neue Datei ersetzen.",
            "Dieser Abschnitt wurde auf Wunsch des dritten Gutachters gekürzt.",
            "Anmerkung für den Satz: Hier bitte eine Leerzeile.|Die Formel bleibt, wie sie ist.",
        ),
        *junk(
            NOTICE,
            "PDF herunterladen|Artikel teilen",
            "Dieser Beitrag ist urheberrechtlich geschützt.|Alle Rechte vorbehalten.",
            "Heruntergeladen vom Server der Bibliothek am 3. Mai 2021.|Nur für den privaten "
            "Gebrauch.",
            "Sie haben in diesem Monat noch zwei freie Artikel.|Jetzt anmelden",
            "Wir verwenden Cookies, um unser Angebot zu verbessern.|Alle annehmen",
            "Veröffentlicht unter einer Creative-Commons-Lizenz.",
            "Dieser Inhalt ist in Ihrem Land nicht verfügbar.|Fragen Sie Ihre Bibliothek.",
        ),
        *junk(
            LEFTOVER,
            "Fortsetzung auf der nächsten Seite",
            "Eingegangen am 4. März, angenommen am 19. Juni.",
            "Zum Vergrößern hier klicken.",
            "Abbildung 3 etwa hier einfügen.",
            "Vorheriger Artikel Nächster Artikel",
            "Farbige Fassung in der Onlineausgabe.",
            "Zurück zum Seitenanfang",
        ),
    ),
)
