<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>App</name>
    <message>
        <source>from the command line</source>
        <translation>von der Befehlszeile</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>aus %1</translation>
    </message>
    <message>
        <source>used last</source>
        <translation>zuletzt benutzt</translation>
    </message>
</context>
<context>
    <name>App::Application</name>
    <message>
        <source>from %1</source>
        <translation>aus %1</translation>
    </message>
    <message>
        <source>The file with your profiles was damaged. It is kept as “%1”; the list starts empty.</source>
        <translation>Die Datei mit den Profilen war beschädigt. Sie wurde als „%1“ aufbewahrt; die Liste beginnt leer.</translation>
    </message>
</context>
<context>
    <name>App::BackupText</name>
    <message>
        <source>the file is missing</source>
        <translation>die Datei fehlt</translation>
    </message>
    <message>
        <source>the file was changed</source>
        <translation>die Datei wurde geändert</translation>
    </message>
    <message>
        <source>its manifest is damaged</source>
        <translation>ihr Manifest ist beschädigt</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>geprüft</translation>
    </message>
    <message>
        <source>not verified</source>
        <translation>nicht geprüft</translation>
    </message>
    <message numerus="yes">
        <source>%n table(s)</source>
        <translation>
            <numerusform>%n Tabelle</numerusform>
            <numerusform>%n Tabellen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2, %3, %4 rows, %5, verified</source>
        <translation>%1: %2, %3, %4 Zeilen, %5, geprüft</translation>
    </message>
    <message>
        <source>%1 added</source>
        <translation>%1 hinzugefügt</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>%1 geändert</translation>
    </message>
    <message>
        <source>%1 removed</source>
        <translation>%1 entfernt</translation>
    </message>
    <message>
        <source>%1 kept</source>
        <translation>%1 behalten</translation>
    </message>
    <message>
        <source>%1 cannot be removed, because other rows refer to them</source>
        <translation>%1 können nicht entfernt werden, weil andere Zeilen auf sie verweisen</translation>
    </message>
    <message>
        <source>nothing changes</source>
        <translation>nichts ändert sich</translation>
    </message>
    <message>
        <source>The database has none of the tables; they are made.</source>
        <translation>Die Datenbank hat keine der Tabellen; sie werden angelegt.</translation>
    </message>
    <message>
        <source>Newest change in the backup: %1</source>
        <translation>Neueste Änderung in der Sicherung: %1</translation>
    </message>
    <message>
        <source>Newest change in the database: %1</source>
        <translation>Neueste Änderung in der Datenbank: %1</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>Hinweis: %1</translation>
    </message>
    <message numerus="yes">
        <source>restore rehearsed %n day(s) ago</source>
        <translation>
            <numerusform>Wiederherstellung vor %n Tag geprobt</numerusform>
            <numerusform>Wiederherstellung vor %n Tagen geprobt</numerusform>
        </translation>
    </message>
    <message>
        <source>restore never rehearsed</source>
        <translation>Wiederherstellung nie geprobt</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>angeheftet</translation>
    </message>
</context>
<context>
    <name>App::BackupVerb</name>
    <message>
        <source>deleted, no longer kept: %1</source>
        <translation>gelöscht, nicht mehr aufzubewahren: %1</translation>
    </message>
    <message>
        <source>There is no schedule for “%1”. It is made in the window: Backup, Schedule.</source>
        <translation>Für „%1“ gibt es keinen Zeitplan. Er wird im Fenster angelegt: Sicherung, Zeitplan.</translation>
    </message>
    <message>
        <source>Would write %1, about %2; %3 are free there.</source>
        <translation>Würde %1 schreiben, etwa %2; dort sind %3 frei.</translation>
    </message>
    <message>
        <source>By hand: %1</source>
        <translation>Von Hand: %1</translation>
    </message>
    <message>
        <source>See gsc-admin --help.</source>
        <translation>Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>--scheduled goes with --profile NAME. See gsc-admin --help.</source>
        <translation>--scheduled gehört zu --profile NAME. Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>backup takes one connection string or the name of a profile. See gsc-admin --help.</source>
        <translation>backup braucht eine Verbindungszeichenfolge oder den Namen eines Profils. Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>Give one of --table, --data-only and --schema-only.</source>
        <translation>Geben Sie nur eines von --table, --data-only und --schema-only an.</translation>
    </message>
    <message>
        <source>--kind is sqlite, portable, dump or script.</source>
        <translation>--kind ist sqlite, portable, dump oder script.</translation>
    </message>
    <message>
        <source>--passphrase-file goes with --encrypt.</source>
        <translation>--passphrase-file gehört zu --encrypt.</translation>
    </message>
</context>
<context>
    <name>App::BackupsVerb</name>
    <message>
        <source>There are no backups yet. “gsc-admin backup TARGET” makes one.</source>
        <translation>Es gibt noch keine Sicherungen. „gsc-admin backup ZIEL“ macht eine.</translation>
    </message>
    <message>
        <source>delete: %1</source>
        <translation>löschen: %1</translation>
    </message>
    <message>
        <source>keep: %1 (%2)</source>
        <translation>behalten: %1 (%2)</translation>
    </message>
    <message>
        <source>Nothing is to be deleted.</source>
        <translation>Nichts ist zu löschen.</translation>
    </message>
    <message>
        <source>See gsc-admin --help.</source>
        <translation>Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>backups takes list or prune. See gsc-admin --help.</source>
        <translation>backups braucht list oder prune. Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>The --keep options go with prune and take a number.</source>
        <translation>Die Optionen --keep-… gehören zu prune und brauchen eine Zahl.</translation>
    </message>
    <message>
        <source>prune takes at least one of --keep-last, --keep-daily, --keep-weekly and --keep-monthly.</source>
        <translation>prune braucht mindestens eines von --keep-last, --keep-daily, --keep-weekly und --keep-monthly.</translation>
    </message>
</context>
<context>
    <name>App::CommandLine</name>
    <message>
        <source>explain takes one connection string. See gsc-admin --help.</source>
        <translation>explain erwartet genau eine Verbindungszeichenfolge. Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>gsc-admin: there is no display to open a window on. Log in with “ssh -X”, or use “xvfb-run gsc-admin”.</source>
        <translation>gsc-admin: Es gibt keinen Bildschirm für ein Fenster. Mit „ssh -X“ anmelden oder „xvfb-run gsc-admin“ verwenden.</translation>
    </message>
    <message>
        <source>See gsc-admin --help.</source>
        <translation>Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>One connection string is expected; put it in quotes. See gsc-admin --help.</source>
        <translation>Erwartet wird eine einzige Verbindungszeichenfolge; bitte in Anführungszeichen setzen. Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>Give either a connection string or --from, not both.</source>
        <translation>Bitte entweder eine Verbindungszeichenfolge oder --from angeben, nicht beides.</translation>
    </message>
    <message>
        <source>check takes one connection string or the name of a profile. See gsc-admin --help.</source>
        <translation>check erwartet eine Verbindungszeichenfolge oder den Namen eines Profils. Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>--json belongs to a verb, and the verb goes first. See gsc-admin --help.</source>
        <translation>--json gehört zu einem Verb, und das Verb steht zuerst. Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>Standard input cannot be read.</source>
        <translation>Die Standardeingabe kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Standard input is too large.</source>
        <translation>Die Standardeingabe ist zu groß.</translation>
    </message>
    <message>
        <source>The profiles file is damaged. It was kept as “%1”; the list is empty now.</source>
        <translation>Die Profildatei ist beschädigt. Sie wurde als „%1“ aufbewahrt; die Liste ist jetzt leer.</translation>
    </message>
    <message>
        <source>warning: %1</source>
        <translation>Warnung: %1</translation>
    </message>
    <message>
        <source>Usage: gsc-admin [OPTIONS] [TARGET]
       gsc-admin VERB ...

Opens the window on TARGET. Without it: on DATABASE_URL, then on
ConnectionStrings__DefaultConnection, then on the database used last.

A TARGET is the name of a profile, or a connection string: a file, &quot;Data Source=…&quot;, a
postgresql:// address, Npgsql&apos;s &quot;Host=…;Database=…&quot; or libpq&apos;s &quot;host=… dbname=…&quot;.

Options:
  --from FILE    read the connection string out of an appsettings*.json or .env file
  --trace FILE   write where time goes, as Chrome trace events
  --help         this text
  --version      the version

Verbs without a window:
  explain STRING [--json]       what a connection string means; connects to nothing
  check TARGET [--json]         what works on the way to the customers, what does not, and
                                what to do
  export TARGET --format csv|xlsx|json|sql --out FILE [--table NAME] [--raw] [--yes]
      [--json]                  write all rows of a table, Customer if none is named. CSV
                                gets an apostrophe where a spreadsheet would see a formula,
                                unless --raw. A FILE that is there already stays, unless
                                --yes
  profiles list [--json]        the profiles in their order
  profiles show NAME [--json]   all of one profile, but for its password
  profiles add NAME STRING [--environment WORD] [--read-only] [--json]
                                store a database under a name; WORD is local, staging,
                                production or your own. STRING &quot;-&quot; is read from standard
                                input, where no other user sees the password; instead of
                                STRING, --from FILE reads it out of a file
  profiles remove NAME [--json]
                                forget a profile and its password; the database stays
  profiles import FILE [--json]
                                add the profiles of an exported file; &quot;-&quot; is standard input
  profiles export FILE [NAME ...] [--json]
                                write these profiles, or all, to a new file, without
                                passwords; &quot;-&quot; is standard output
  backup TARGET [--kind sqlite|portable|dump|script] [--out FILE] [--table NAME |
      --data-only | --schema-only] [--compress] [--encrypt [--passphrase-file FILE]]
      [--dry-run] [--json]      make a backup, read it again and compare
  backup --profile NAME --scheduled
                                the backup that the profile&apos;s schedule asks for
  verify FILE [--json]          read a backup whole and say whether it is good
  rehearse FILE [--on TARGET] [--json]
                                restore it into a scratch place and compare
  restore FILE --to TARGET [--create] [--mode replace|merge] [--table NAME] [--dry-run]
      [--yes] [--confirm WORD] [--safety-folder FOLDER] [--json]
                                bring a backup back; shows what changes, and makes a backup
                                of the state before. Production needs --confirm Production;
                                --create makes a SQLite file that is not there yet
  unwrap FILE --out FILE        take compression and encryption off a backup
  backups list [--json]         the backups that this computer knows
  backups prune --keep-last|--keep-daily|--keep-weekly|--keep-monthly N [--dry-run]
      [--yes] [--json]          delete those that are no longer to be kept
  migrate status|plan|verify TARGET [--to ID] [--json]
                                the migrations of a database, what apply would do, and
                                whether the database is what its migrations made of it
  migrate apply|rollback TARGET [--to ID] [--dry-run] [--yes] [--confirm WORD] [--json]
      [--accept-data-loss] [--accept-unknown] [--no-rehearsal] [--lock-wait SECONDS]
      [--backup-folder FOLDER]  make a backup, try it out on a copy, then do it step by step;
                                rollback --to 0 takes all back
  migrate script TARGET [--to ID]
                                the migrations as SQL to be run by hand
  migrate baseline TARGET [--to ID] [--dry-run] [--yes] [--json]
                                write into the history what is there already
  migrate unlock TARGET [--yes | --cancel PID --yes | --terminate PID --yes] [--json]
                                who keeps migrations waiting, and make an end of it
      --folder FOLDER           with all of them: migrations of the team&apos;s own
  roles show|script|create TARGET [--passwords FILE] [--yes] [--json]
                                what the database user may do, and the three users for the
                                application, for migrations and for reading only

A passphrase is asked on the terminal, or read from the first line of --passphrase-file
FILE; &quot;-&quot; is standard input.

Examples:
  gsc-admin gsctracking.db
  gsc-admin &apos;postgresql://gscuser@db.example.com/gsctracking&apos;
  gsc-admin --from backend/appsettings.Development.json
  gsc-admin explain &quot;$DATABASE_URL&quot; --json
  printenv DATABASE_URL | gsc-admin profiles add Staging - --environment staging
  gsc-admin check Staging
  gsc-admin Staging
  gsc-admin backup Staging --out /srv/backups --compress
  gsc-admin restore staging.db --to test.db --create --yes

Exit codes: 0 done, 1 failed, 2 wrong usage or a connection string that cannot be read,
3 no connection, 4 a backup is damaged or not what it should be, 5 refused: locked,
read-only, not confirmed, or the file is there already, 6 cancelled, 7 migrations are
pending, 8 the database is not what its migrations made of it, 9 somebody else holds the
lock, 10 a migration failed and left nothing behind.</source>
        <translation>Aufruf: gsc-admin [OPTIONEN] [ZIEL]
        gsc-admin VERB ...

Öffnet das Fenster mit ZIEL. Ohne ZIEL: mit DATABASE_URL, dann mit
ConnectionStrings__DefaultConnection, dann mit der zuletzt benutzten Datenbank.

Ein ZIEL ist der Name eines Profils oder eine Verbindungszeichenfolge: eine Datei, &quot;Data Source=…&quot;,
eine postgresql://-Adresse, &quot;Host=…;Database=…&quot; von Npgsql oder &quot;host=… dbname=…&quot; von libpq.

Optionen:
  --from DATEI   die Verbindungszeichenfolge aus einer appsettings*.json- oder .env-Datei lesen
  --trace DATEI  festhalten, wofür Zeit gebraucht wird, als Chrome Trace Events
  --help         dieser Text
  --version      die Version

Verben ohne Fenster:
  explain TEXT [--json]         was eine Verbindungszeichenfolge bedeutet; verbindet nichts
  check ZIEL [--json]           was auf dem Weg zu den Kunden funktioniert, was nicht, und
                                was zu tun ist
  export ZIEL --format csv|xlsx|json|sql --out DATEI [--table NAME] [--raw] [--yes]
      [--json]                  alle Zeilen einer Tabelle schreiben, ohne Angabe die von
                                Customer. CSV bekommt einen Apostroph, wo eine
                                Tabellenkalkulation eine Formel sähe, außer mit --raw. Eine
                                DATEI, die schon da ist, bleibt, außer mit --yes
  profiles list [--json]        die Profile in ihrer Reihenfolge
  profiles show NAME [--json]   alles zu einem Profil, nur sein Passwort nicht
  profiles add NAME TEXT [--environment WORT] [--read-only] [--json]
                                eine Datenbank unter einem Namen speichern; WORT ist local,
                                staging, production oder ein eigenes. TEXT &quot;-&quot; wird von der
                                Standardeingabe gelesen, wo kein anderer Benutzer das Passwort
                                sieht; statt TEXT liest --from DATEI aus einer Datei
  profiles remove NAME [--json]
                                ein Profil und sein Passwort löschen; die Datenbank bleibt
  profiles import DATEI [--json]
                                die Profile aus einer exportierten Datei hinzufügen; &quot;-&quot; ist die
                                Standardeingabe
  profiles export DATEI [NAME ...] [--json]
                                diese Profile, oder alle, ohne Passwörter in eine neue Datei
                                schreiben; &quot;-&quot; ist die Standardausgabe
  backup ZIEL [--kind sqlite|portable|dump|script] [--out DATEI] [--table NAME |
      --data-only | --schema-only] [--compress] [--encrypt [--passphrase-file DATEI]]
      [--dry-run] [--json]      eine Sicherung machen, sie zurücklesen und vergleichen
  backup --profile NAME --scheduled
                                die Sicherung, die der Zeitplan des Profils verlangt
  verify DATEI [--json]         eine Sicherung ganz lesen und sagen, ob sie gut ist
  rehearse DATEI [--on ZIEL] [--json]
                                sie an einem Probeort wiederherstellen und vergleichen
  restore DATEI --to ZIEL [--create] [--mode replace|merge] [--table NAME] [--dry-run]
      [--yes] [--confirm WORT] [--safety-folder ORDNER] [--json]
                                eine Sicherung zurückbringen; zeigt, was sich ändert, und
                                sichert den Stand davor. Produktion braucht --confirm;
                                --create legt eine SQLite-Datei an, die es noch nicht gibt
  unwrap DATEI --out DATEI      Kompression und Verschlüsselung einer Sicherung abnehmen
  backups list [--json]         die Sicherungen, die dieser Computer kennt
  backups prune --keep-last|--keep-daily|--keep-weekly|--keep-monthly N [--dry-run]
      [--yes] [--json]          die löschen, die nicht mehr aufzubewahren sind
  migrate status|plan|verify ZIEL [--to ID] [--json]
                                die Migrationen einer Datenbank, was apply täte, und ob die
                                Datenbank ist, was ihre Migrationen aus ihr gemacht haben
  migrate apply|rollback ZIEL [--to ID] [--dry-run] [--yes] [--confirm WORT] [--json]
      [--accept-data-loss] [--accept-unknown] [--no-rehearsal] [--lock-wait SEKUNDEN]
      [--backup-folder ORDNER]  sichern, an einer Kopie ausprobieren, dann Schritt für Schritt
                                tun; rollback --to 0 nimmt alles zurück
  migrate script ZIEL [--to ID]
                                die Migrationen als SQL, um es von Hand auszuführen
  migrate baseline ZIEL [--to ID] [--dry-run] [--yes] [--json]
                                in den Verlauf schreiben, was schon da ist
  migrate unlock ZIEL [--yes | --cancel PID --yes | --terminate PID --yes] [--json]
                                wer Migrationen warten lässt, und dem ein Ende machen
      --folder ORDNER           bei allen: eigene Migrationen des Teams
  roles show|script|create ZIEL [--passwords DATEI] [--yes] [--json]
                                was der Datenbankbenutzer darf, und die drei Benutzer für die
                                Anwendung, für Migrationen und nur zum Lesen

Eine Passphrase wird am Terminal erfragt oder aus der ersten Zeile von --passphrase-file
DATEI gelesen; &quot;-&quot; ist die Standardeingabe.

Beispiele:
  gsc-admin gsctracking.db
  gsc-admin &apos;postgresql://gscuser@db.example.com/gsctracking&apos;
  gsc-admin --from backend/appsettings.Development.json
  gsc-admin explain &quot;$DATABASE_URL&quot; --json
  printenv DATABASE_URL | gsc-admin profiles add Staging - --environment staging
  gsc-admin check Staging
  gsc-admin Staging
  gsc-admin backup Staging --out /srv/backups --compress
  gsc-admin restore staging.db --to test.db --create --yes

Rückgabewerte: 0 erledigt, 1 fehlgeschlagen, 2 falscher Aufruf oder eine Verbindungszeichenfolge,
die nicht lesbar ist, 3 keine Verbindung, 4 eine Sicherung ist beschädigt oder nicht, was sie sein
soll, 5 abgelehnt: gesperrt, nur zum Lesen, nicht bestätigt, oder die Datei ist schon da,
6 abgebrochen, 7 Migrationen stehen aus, 8 die Datenbank ist nicht, was ihre Migrationen aus ihr
gemacht haben, 9 jemand anderes hält die Sperre, 10 eine Migration ist gescheitert und hat nichts
hinterlassen.</translation>
    </message>
    <message numerus="yes">
        <source>warning: %Ln value(s) held characters that this format cannot hold; “�” stands in their place.</source>
        <translation>
            <numerusform>Warnung: %Ln Wert enthielt Zeichen, die dieses Format nicht fassen kann; an ihrer Stelle steht „�“.</numerusform>
            <numerusform>Warnung: %Ln Werte enthielten Zeichen, die dieses Format nicht fassen kann; an ihrer Stelle steht „�“.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) were exported to “%1” (%2).</source>
        <translation>
            <numerusform>%Ln Zeile wurde nach „%1“ exportiert (%2).</numerusform>
            <numerusform>%Ln Zeilen wurden nach „%1“ exportiert (%2).</numerusform>
        </translation>
    </message>
    <message>
        <source>export takes one connection string or the name of a profile. See gsc-admin --help.</source>
        <translation>export braucht eine Verbindungszeichenfolge oder den Namen eines Profils. Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>--out FILE is missing: where to write. See gsc-admin --help.</source>
        <translation>--out DATEI fehlt: wohin geschrieben werden soll. Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>--format takes csv, xlsx, json or sql. See gsc-admin --help.</source>
        <translation>--format ist csv, xlsx, json oder sql. Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>--raw is for CSV: no other format changes any text.</source>
        <translation>--raw ist für CSV: kein anderes Format ändert Texte.</translation>
    </message>
    <message>
        <source>--yes replaces it.</source>
        <translation>--yes ersetzt sie.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 Zeilen</translation>
    </message>
    <message>
        <source>%1 pages</source>
        <translation>%1 Seiten</translation>
    </message>
    <message>
        <source>The passphrase is empty.</source>
        <translation>Die Passphrase ist leer.</translation>
    </message>
    <message>
        <source>A passphrase is needed, and there is no terminal to ask for it. Give --passphrase-file FILE; “-” is standard input.</source>
        <translation>Eine Passphrase wird gebraucht, und es gibt kein Terminal, um danach zu fragen. Geben Sie --passphrase-file DATEI an; „-“ ist die Standardeingabe.</translation>
    </message>
    <message>
        <source>Passphrase: </source>
        <translation>Passphrase: </translation>
    </message>
    <message>
        <source>Once more: </source>
        <translation>Noch einmal: </translation>
    </message>
    <message>
        <source>The two are not the same. Nothing was done.</source>
        <translation>Die beiden sind nicht gleich. Nichts wurde getan.</translation>
    </message>
    <message>
        <source>“%1” is a read-only profile. Nothing was changed. Its setting is in the profile manager.</source>
        <translation>„%1“ ist ein Profil nur zum Lesen. Nichts wurde geändert. Die Einstellung steht in der Profilverwaltung.</translation>
    </message>
    <message>
        <source>Type %1 to go on:</source>
        <translation>Geben Sie %1 ein, um fortzufahren:</translation>
    </message>
    <message>
        <source>This is %1. Nothing was changed. Add --confirm %1 to go on.</source>
        <translation>Dies ist %1. Nichts wurde geändert. Mit --confirm %1 geht es weiter.</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>Go on? Type %1:</source>
        <translation>Fortfahren? Geben Sie %1 ein:</translation>
    </message>
    <message>
        <source>Not confirmed. Nothing was changed. Add --yes to go on.</source>
        <translation>Nicht bestätigt. Nichts wurde geändert. Mit --yes geht es weiter.</translation>
    </message>
</context>
<context>
    <name>App::MigrateVerb</name>
    <message>
        <source>, %1 UTC by %2</source>
        <translation>, %1 UTC von %2</translation>
    </message>
    <message>
        <source>, no way back</source>
        <translation>, kein Weg zurück</translation>
    </message>
    <message>
        <source>Not as expected:</source>
        <translation>Nicht wie erwartet:</translation>
    </message>
    <message>
        <source>warning: </source>
        <translation>Warnung: </translation>
    </message>
    <message>
        <source>Nothing is to be done.
</source>
        <translation>Nichts ist zu tun.
</translation>
    </message>
    <message>
        <source>Apply %1</source>
        <translation>%1 anwenden</translation>
    </message>
    <message>
        <source>Roll back %1</source>
        <translation>%1 zurücknehmen</translation>
    </message>
    <message>
        <source>note: </source>
        <translation>Hinweis: </translation>
    </message>
    <message>
        <source>Not as expected: </source>
        <translation>Nicht wie erwartet: </translation>
    </message>
    <message>
        <source>The database itself was not touched.
</source>
        <translation>Die Datenbank selbst wurde nicht angerührt.
</translation>
    </message>
    <message>
        <source>There is nothing to adopt.
</source>
        <translation>Es gibt nichts zu übernehmen.
</translation>
    </message>
    <message>
        <source>To be written into the history, without touching a table:
</source>
        <translation>In den Verlauf zu schreiben, ohne eine Tabelle anzurühren:
</translation>
    </message>
    <message>
        <source>%1: %2
</source>
        <translation>%1: %2
</translation>
    </message>
    <message>
        <source>warning: %1</source>
        <translation>Warnung: %1</translation>
    </message>
    <message>
        <source>What is applied is what the files say, and the tables are as expected.</source>
        <translation>Angewendet ist, was in den Dateien steht, und die Tabellen sind wie erwartet.</translation>
    </message>
    <message>
        <source>Data would be lost: %1 Nothing was changed. Add --accept-data-loss to go on.</source>
        <translation>Daten gingen verloren: %1 Nichts wurde geändert. Mit --accept-data-loss geht es weiter.</translation>
    </message>
    <message>
        <source>The history has migrations that are newer than all this program knows: %1. Nothing was changed. Add --accept-unknown to go on.</source>
        <translation>Der Verlauf hat Migrationen, die neuer sind als alle, die dieses Programm kennt: %1. Nichts wurde geändert. Mit --accept-unknown geht es weiter.</translation>
    </message>
    <message>
        <source>“%1” failed. %2</source>
        <translation>„%1“ ist gescheitert. %2</translation>
    </message>
    <message>
        <source>rollback takes --to ID, the last migration that stays; 0 takes all back.</source>
        <translation>rollback braucht --to ID, die letzte Migration, die bleibt; 0 nimmt alle zurück.</translation>
    </message>
    <message>
        <source>%1 holds no lock here. Nothing was stopped.</source>
        <translation>%1 hält hier keine Sperre. Nichts wurde angehalten.</translation>
    </message>
    <message>
        <source>%1 was asked to stop.</source>
        <translation>%1 wurde gebeten aufzuhören.</translation>
    </message>
    <message>
        <source>%1 was gone already.</source>
        <translation>%1 war schon fort.</translation>
    </message>
    <message>
        <source>The lock is another one by now, so it was left alone.</source>
        <translation>Die Sperre ist inzwischen eine andere, also blieb sie, wie sie ist.</translation>
    </message>
    <message>
        <source>The lock was cleared.</source>
        <translation>Die Sperre wurde aufgehoben.</translation>
    </message>
    <message>
        <source>See gsc-admin --help.</source>
        <translation>Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>migrate takes status, plan, apply, rollback, script, baseline, verify or unlock, and a TARGET. See gsc-admin --help.</source>
        <translation>migrate braucht status, plan, apply, rollback, script, baseline, verify oder unlock und ein ZIEL. Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>--lock-wait takes seconds, 0 to %1.</source>
        <translation>--lock-wait braucht Sekunden, 0 bis %1.</translation>
    </message>
</context>
<context>
    <name>App::ProfileText</name>
    <message>
        <source>in the keyring</source>
        <translation>im Schlüsselbund</translation>
    </message>
    <message>
        <source>in the vault</source>
        <translation>im Tresor</translation>
    </message>
    <message>
        <source>in the password file</source>
        <translation>in der Passwortdatei</translation>
    </message>
    <message>
        <source>no, it is asked for</source>
        <translation>nein, es wird erfragt</translation>
    </message>
    <message>
        <source>read only</source>
        <translation>nur lesen</translation>
    </message>
    <message>
        <source>locked at first</source>
        <translation>anfangs gesperrt</translation>
    </message>
    <message>
        <source>read and write</source>
        <translation>lesen und schreiben</translation>
    </message>
    <message>
        <source>Password kept</source>
        <translation>Passwort aufbewahrt</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n day(s) ago</source>
        <translation>
            <numerusform>%1, vor %n Tag</numerusform>
            <numerusform>%1, vor %n Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Pooled host</source>
        <translation>Host des Poolers</translation>
    </message>
    <message>
        <source>Direct host</source>
        <translation>Direkter Host</translation>
    </message>
    <message>
        <source>Read replica</source>
        <translation>Lesereplikat</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>Zugriff</translation>
    </message>
    <message>
        <source>NAME</source>
        <translation>NAME</translation>
    </message>
    <message>
        <source>ENVIRONMENT</source>
        <translation>UMGEBUNG</translation>
    </message>
    <message>
        <source>ACCESS</source>
        <translation>ZUGRIFF</translation>
    </message>
    <message>
        <source>DATABASE</source>
        <translation>DATENBANK</translation>
    </message>
</context>
<context>
    <name>App::ProfilesVerb</name>
    <message>
        <source>warning: the password stays in the vault, which is not open here.</source>
        <translation>Warnung: Das Passwort bleibt im Tresor, der hier nicht geöffnet ist.</translation>
    </message>
    <message>
        <source>warning: the password may still be in the keyring. %1</source>
        <translation>Warnung: Das Passwort ist vielleicht noch im Schlüsselbund. %1</translation>
    </message>
    <message>
        <source>There is no profile “%1”. Nothing was changed. “gsc-admin profiles list” shows all.</source>
        <translation>Es gibt kein Profil „%1“. Nichts wurde geändert. „gsc-admin profiles list“ zeigt alle.</translation>
    </message>
    <message>
        <source>The profiles file is damaged. It was kept as “%1”; the list is empty now.</source>
        <translation>Die Profildatei ist beschädigt. Sie wurde als „%1“ aufbewahrt; die Liste ist jetzt leer.</translation>
    </message>
    <message>
        <source>There are no profiles yet. “gsc-admin profiles add NAME STRING” makes one.</source>
        <translation>Noch gibt es keine Profile. „gsc-admin profiles add NAME TEXT“ legt eines an.</translation>
    </message>
    <message>
        <source>A profile&apos;s name is one line of up to %1 characters without “=” and “://”.</source>
        <translation>Der Name eines Profils ist eine Zeile mit bis zu %1 Zeichen ohne „=“ und „://“.</translation>
    </message>
    <message>
        <source>profiles add takes a connection string or --from, and one of them. See gsc-admin --help.</source>
        <translation>profiles add erwartet entweder eine Verbindungszeichenfolge oder --from. Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>There is a profile “%1” already. Nothing was changed. Choose another name, or remove it first.</source>
        <translation>Ein Profil „%1“ gibt es schon. Nichts wurde geändert. Bitte einen anderen Namen wählen oder das vorhandene zuerst entfernen.</translation>
    </message>
    <message>
        <source>warning: %1</source>
        <translation>Warnung: %1</translation>
    </message>
    <message>
        <source>warning: others on this computer can see a password on the command line. Give “-” and write the connection string to standard input instead.</source>
        <translation>Warnung: Auf der Befehlszeile können andere an diesem Computer ein Passwort sehen. Besser „-“ angeben und die Verbindungszeichenfolge in die Standardeingabe schreiben.</translation>
    </message>
    <message>
        <source>The profile was stored without its password, because there is no keyring or unlocked vault here. The program asks for it once each time it runs.</source>
        <translation>Das Profil wurde ohne sein Passwort gespeichert, denn hier gibt es weder einen Schlüsselbund noch einen entsperrten Tresor. Das Programm fragt nach jedem Start einmal danach.</translation>
    </message>
    <message>
        <source>“%1” was added: %2, %3.</source>
        <translation>„%1“ wurde hinzugefügt: %2, %3.</translation>
    </message>
    <message>
        <source>The environment is a guess; --environment sets it.</source>
        <translation>Die Umgebung ist geschätzt; --environment legt sie fest.</translation>
    </message>
    <message>
        <source>“%1” was removed. Its database was not touched.</source>
        <translation>„%1“ wurde entfernt. Die Datenbank bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>not imported: %1</source>
        <translation>nicht importiert: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n profile(s) were imported, without passwords.</source>
        <translation>
            <numerusform>%n Profil wurde ohne Passwort importiert.</numerusform>
            <numerusform>%n Profile wurden ohne Passwörter importiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” exists already. Nothing was written. Choose another name.</source>
        <translation>„%1“ gibt es schon. Nichts wurde geschrieben. Bitte einen anderen Namen wählen.</translation>
    </message>
    <message numerus="yes">
        <source>%n profile(s) were exported to “%1”, without passwords.</source>
        <translation>
            <numerusform>%n Profil wurde ohne Passwort nach „%1“ exportiert.</numerusform>
            <numerusform>%n Profile wurden ohne Passwörter nach „%1“ exportiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>See gsc-admin --help.</source>
        <translation>Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>profiles takes list, show, add, remove, import or export. See gsc-admin --help.</source>
        <translation>profiles erwartet list, show, add, remove, import oder export. Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>profiles %1: there are words missing, or too many; names and strings with blanks are put in quotes. See gsc-admin --help.</source>
        <translation>profiles %1: Es sind zu wenige oder zu viele Wörter; Namen und Zeichenfolgen mit Leerzeichen stehen in Anführungszeichen. Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>profiles %1 has no option --%2. See gsc-admin --help.</source>
        <translation>profiles %1 hat keine Option --%2. Siehe gsc-admin --help.</translation>
    </message>
</context>
<context>
    <name>App::RestoreVerb</name>
    <message>
        <source>Restored and compared:</source>
        <translation>Wiederhergestellt und verglichen:</translation>
    </message>
    <message>
        <source>  still there, because other rows refer to it: %1</source>
        <translation>  noch da, weil andere Zeilen darauf verweisen: %1</translation>
    </message>
    <message>
        <source>The state before is in %1</source>
        <translation>Der Stand davor ist in %1</translation>
    </message>
    <message>
        <source>To go back: gsc-admin restore &apos;%1&apos; --to &apos;%2&apos; --mode replace</source>
        <translation>Zurück geht es mit: gsc-admin restore &apos;%1&apos; --to &apos;%2&apos; --mode replace</translation>
    </message>
    <message>
        <source>See gsc-admin --help.</source>
        <translation>Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>restore takes a backup file and --to TARGET. See gsc-admin --help.</source>
        <translation>restore braucht eine Sicherungsdatei und --to ZIEL. Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>--mode is replace or merge.</source>
        <translation>--mode ist replace oder merge.</translation>
    </message>
    <message>
        <source>In “%1”:</source>
        <translation>In „%1“:</translation>
    </message>
    <message>
        <source>“%1” could not be made.</source>
        <translation>„%1“ konnte nicht angelegt werden.</translation>
    </message>
    <message>
        <source>--create makes a SQLite file; a database on a server is made there.</source>
        <translation>--create legt eine SQLite-Datei an; eine Datenbank auf einem Server wird dort angelegt.</translation>
    </message>
</context>
<context>
    <name>App::RolesVerb</name>
    <message>
        <source>warning: %1</source>
        <translation>Warnung: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>The passwords in “%1” are of no use.</source>
        <translation>Die Passwörter in „%1“ sind nicht zu gebrauchen.</translation>
    </message>
    <message>
        <source>All three were there already; their rights are complete now.</source>
        <translation>Alle drei waren schon da; ihre Rechte sind jetzt vollständig.</translation>
    </message>
    <message>
        <source>Made. They have no passwords yet: in psql, \password sets one.</source>
        <translation>Angelegt. Sie haben noch keine Passwörter: In psql setzt \password eines.</translation>
    </message>
    <message>
        <source>Made. Their passwords are in %1, which is a password file for libpq.</source>
        <translation>Angelegt. Ihre Passwörter sind in %1, einer Passwortdatei für libpq.</translation>
    </message>
    <message>
        <source>See gsc-admin --help.</source>
        <translation>Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>roles takes show, script or create, and a TARGET. See gsc-admin --help.</source>
        <translation>roles braucht show, script oder create und ein ZIEL. Siehe gsc-admin --help.</translation>
    </message>
</context>
<context>
    <name>App::UnwrapVerb</name>
    <message>
        <source>See gsc-admin --help.</source>
        <translation>Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>unwrap takes a backup file and --out FILE. See gsc-admin --help.</source>
        <translation>unwrap braucht eine Sicherungsdatei und --out DATEI. Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>Geschrieben: %1</translation>
    </message>
</context>
<context>
    <name>App::VerifyVerb</name>
    <message>
        <source>See gsc-admin --help.</source>
        <translation>Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>%1 takes one backup file. See gsc-admin --help.</source>
        <translation>%1 braucht eine Sicherungsdatei. Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>%1 can be read, but has no manifest: whether it holds what it should cannot be told.</source>
        <translation>%1 ist lesbar, hat aber kein Manifest: Ob sie enthält, was sie soll, lässt sich nicht sagen.</translation>
    </message>
    <message>
        <source>%1 is good: every byte, row and count is as it was made.</source>
        <translation>%1 ist gut: Jedes Byte, jede Zeile und jede Zahl ist wie bei der Herstellung.</translation>
    </message>
    <message>
        <source>%1 can be restored: tried in %2 in %3 s, all rows as they were.</source>
        <translation>%1 lässt sich wiederherstellen: in %3 s in %2 ausprobiert, alle Zeilen wie zuvor.</translation>
    </message>
</context>
<context>
    <name>Backup</name>
    <message>
        <source>Somebody keeps changing the database: it is not any more what the safety backup holds. Nothing was changed. Ask the others to pause, and restore again.</source>
        <translation>Jemand ändert die Datenbank immer weiter: Sie ist nicht mehr, was die Sicherheitskopie enthält. Nichts wurde geändert. Bitten Sie die anderen um eine Pause, und stellen Sie noch einmal wieder her.</translation>
    </message>
    <message>
        <source>Writing “%1”</source>
        <translation>„%1“ wird geschrieben</translation>
    </message>
    <message>
        <source>Removing from “%1”</source>
        <translation>Aus „%1“ wird entfernt</translation>
    </message>
    <message>
        <source>After writing, the database did not hold what the backup holds: it changes values on their way in. Everything was taken back; nothing was changed.</source>
        <translation>Nach dem Schreiben enthielt die Datenbank nicht, was die Sicherung enthält: Sie ändert Werte auf ihrem Weg hinein. Alles wurde zurückgenommen; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>This is no backup that this program can read.</source>
        <translation>Das ist keine Sicherung, die dieses Programm lesen kann.</translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>Die Datei wird gelesen</translation>
    </message>
    <message>
        <source>The file has %1 bytes, but had %2 when the backup was made: it was cut off or changed. Do not restore it; choose another backup.</source>
        <translation>Die Datei hat %1 Bytes, hatte aber %2, als die Sicherung gemacht wurde: Sie wurde abgeschnitten oder geändert. Stellen Sie sie nicht wieder her; wählen Sie eine andere Sicherung.</translation>
    </message>
    <message>
        <source>The file&apos;s content is not what it was when the backup was made: it is damaged or was changed. Do not restore it; choose another backup.</source>
        <translation>Der Inhalt der Datei ist nicht, was er bei der Herstellung der Sicherung war: Sie ist beschädigt oder wurde geändert. Stellen Sie sie nicht wieder her; wählen Sie eine andere Sicherung.</translation>
    </message>
    <message>
        <source>“%1” is encrypted. Enter its passphrase.</source>
        <translation>„%1“ ist verschlüsselt. Geben Sie die Passphrase ein.</translation>
    </message>
    <message>
        <source>Unwrapping</source>
        <translation>Wird ausgepackt</translation>
    </message>
    <message>
        <source>The file is of another kind than its manifest says.</source>
        <translation>Die Datei ist von anderer Art, als ihr Manifest sagt.</translation>
    </message>
    <message>
        <source>The tables in the file are not those that its manifest tells of.</source>
        <translation>Die Tabellen in der Datei sind nicht die, von denen ihr Manifest erzählt.</translation>
    </message>
    <message>
        <source>This SQLite file has no table of customers, so it is no backup of this application.</source>
        <translation>Diese SQLite-Datei hat keine Kundentabelle, ist also keine Sicherung dieser Anwendung.</translation>
    </message>
    <message>
        <source>Reading every row</source>
        <translation>Jede Zeile wird gelesen</translation>
    </message>
    <message>
        <source>The rows in the file are not those of the moment when the backup was made. %1</source>
        <translation>Die Zeilen in der Datei sind nicht die vom Augenblick der Sicherung. %1</translation>
    </message>
    <message>
        <source>There are no customers to compare with.</source>
        <translation>Es gibt keine Kunden zum Vergleichen.</translation>
    </message>
    <message>
        <source>The database has no table “%1”. No backup was made.</source>
        <translation>Die Datenbank hat keine Tabelle „%1“. Es wurde keine Sicherung gemacht.</translation>
    </message>
    <message>
        <source>The table “%1” is missing.</source>
        <translation>Die Tabelle „%1“ fehlt.</translation>
    </message>
    <message>
        <source>The table “%1” has %2 rows instead of %3.</source>
        <translation>Die Tabelle „%1“ hat %2 Zeilen statt %3.</translation>
    </message>
    <message>
        <source>The table “%1” has other content.</source>
        <translation>Die Tabelle „%1“ hat anderen Inhalt.</translation>
    </message>
    <message>
        <source>There are tables too many.</source>
        <translation>Es sind Tabellen zu viel da.</translation>
    </message>
    <message>
        <source>After writing, the database did not hold what the backup holds. Everything was taken back; nothing was changed.</source>
        <translation>Nach dem Schreiben enthielt die Datenbank nicht, was die Sicherung enthält. Alles wurde zurückgenommen; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Checking “%1”</source>
        <translation>„%1“ wird geprüft</translation>
    </message>
    <message>
        <source>Checking the integrity</source>
        <translation>Die Unversehrtheit wird geprüft</translation>
    </message>
    <message>
        <source>Unpacking the dump</source>
        <translation>Der Dump wird entpackt</translation>
    </message>
    <message>
        <source>Reading the script</source>
        <translation>Das Skript wird gelesen</translation>
    </message>
    <message>
        <source>“%1” could not be read.</source>
        <translation>„%1“ konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The backup changed while it was read. Nothing was changed; verify it again.</source>
        <translation>Die Sicherung hat sich beim Lesen geändert. Nichts wurde geändert; prüfen Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>An SQLite snapshot can only be made of an SQLite database. Choose a portable snapshot or a dump.</source>
        <translation>Ein SQLite-Schnappschuss geht nur von einer SQLite-Datenbank. Wählen Sie einen tragbaren Schnappschuss oder einen Dump.</translation>
    </message>
    <message>
        <source>Dumps and scripts are made of PostgreSQL databases only. Choose an SQLite snapshot or a portable one.</source>
        <translation>Dumps und Skripte gehen nur von PostgreSQL-Datenbanken. Wählen Sie einen SQLite-Schnappschuss oder einen tragbaren.</translation>
    </message>
    <message>
        <source>This kind of backup always holds everything. Choose a script for a part.</source>
        <translation>Diese Art von Sicherung enthält immer alles. Wählen Sie ein Skript für einen Teil.</translation>
    </message>
    <message>
        <source>This address leads to a connection pooler, through which pg_dump would disturb other programs. Use the direct address: %1.</source>
        <translation>Diese Adresse führt zu einem Verbindungspooler, durch den pg_dump andere Programme stören würde. Nehmen Sie die direkte Adresse: %1.</translation>
    </message>
    <message>
        <source>The backup could not be written to the disk. No backup was made.</source>
        <translation>Die Sicherung konnte nicht auf die Festplatte geschrieben werden. Es wurde keine Sicherung gemacht.</translation>
    </message>
    <message>
        <source>What was read back from the disk is not what the database holds. No backup was made; check the disk and try again.</source>
        <translation>Was von der Festplatte zurückgelesen wurde, ist nicht, was die Datenbank enthält. Es wurde keine Sicherung gemacht; prüfen Sie die Festplatte, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The tables are others.</source>
        <translation>Die Tabellen sind andere.</translation>
    </message>
    <message>
        <source>Reading the backup again</source>
        <translation>Die Sicherung wird noch einmal gelesen</translation>
    </message>
    <message>
        <source>What was read back from the disk is not what was written. No backup was made; check the disk and try again.</source>
        <translation>Was von der Festplatte zurückgelesen wurde, ist nicht, was geschrieben wurde. Es wurde keine Sicherung gemacht; prüfen Sie die Festplatte, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Finishing</source>
        <translation>Wird abgeschlossen</translation>
    </message>
    <message>
        <source>The database has no tables yet, so there is nothing to back up.</source>
        <translation>Die Datenbank hat noch keine Tabellen, also gibt es nichts zu sichern.</translation>
    </message>
    <message>
        <source>Counting the rows</source>
        <translation>Die Zeilen werden gezählt</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>a scratch file</source>
        <translation>einer Probedatei</translation>
    </message>
    <message>
        <source>Reading what was restored</source>
        <translation>Das Wiederhergestellte wird gelesen</translation>
    </message>
    <message>
        <source>A dump or a script can only be rehearsed on a PostgreSQL server. Choose one; a database of its own is made there for a moment.</source>
        <translation>Ein Dump oder ein Skript kann nur auf einem PostgreSQL-Server geprobt werden. Wählen Sie einen; dort wird kurz eine eigene Datenbank angelegt.</translation>
    </message>
    <message>
        <source>Rehearsing the restore</source>
        <translation>Die Wiederherstellung wird geprobt</translation>
    </message>
    <message>
        <source>The database itself is damaged, so its present state cannot be kept before a restore. Nothing was changed. Create a new, empty database and restore the backup into that.</source>
        <translation>Die Datenbank selbst ist beschädigt, deshalb kann ihr jetziger Stand vor einer Wiederherstellung nicht gesichert werden. Nichts wurde geändert. Legen Sie eine neue, leere Datenbank an, und stellen Sie die Sicherung dort wieder her.</translation>
    </message>
    <message>
        <source>The connection broke at the very moment when the restore was to become valid, and the server could not be asked. Either everything was restored or nothing was; compare the database with the backup to find out.</source>
        <translation>Die Verbindung brach genau in dem Augenblick ab, in dem die Wiederherstellung gültig werden sollte, und der Server konnte nicht gefragt werden. Entweder wurde alles wiederhergestellt oder nichts; vergleichen Sie die Datenbank mit der Sicherung, um es herauszufinden.</translation>
    </message>
    <message>
        <source>The state before is in “%1”.</source>
        <translation>Der Stand davor ist in „%1“.</translation>
    </message>
    <message>
        <source>The folder “%1” for the safety backup could not be made. Nothing was changed.</source>
        <translation>Der Ordner „%1“ für die Sicherheitskopie konnte nicht angelegt werden. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>This database is open for reading only. Nothing was changed.</source>
        <translation>Diese Datenbank ist nur zum Lesen geöffnet. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The rehearsal failed: %1 Nothing was changed.</source>
        <translation>Die Probe ist gescheitert: %1 Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The backup has a column “%1” in the table “%2”, which the database lacks. Bring the database to the backup&apos;s migrations first, or restore into an empty database.</source>
        <translation>Die Sicherung hat eine Spalte „%1“ in der Tabelle „%2“, die der Datenbank fehlt. Bringen Sie die Datenbank erst auf die Migrationen der Sicherung, oder stellen Sie in eine leere Datenbank wieder her.</translation>
    </message>
    <message>
        <source>The database has a column “%1” in the table “%2” that must have a value, and the backup has none for it. Restore into an empty database instead.</source>
        <translation>Die Datenbank hat eine Spalte „%1“ in der Tabelle „%2“, die einen Wert haben muss, und die Sicherung hat keinen dafür. Stellen Sie stattdessen in eine leere Datenbank wieder her.</translation>
    </message>
    <message>
        <source>The table “%1” has no primary key in common with the backup, so its rows cannot be told apart. Leave this table out, or restore into an empty database.</source>
        <translation>Die Tabelle „%1“ hat keinen gemeinsamen Primärschlüssel mit der Sicherung, deshalb lassen sich ihre Zeilen nicht auseinanderhalten. Lassen Sie diese Tabelle aus, oder stellen Sie in eine leere Datenbank wieder her.</translation>
    </message>
    <message>
        <source>The backup has nothing for %1 of the table “%2”: rows that are there keep what they have, and new ones get the default.</source>
        <translation>Die Sicherung hat nichts für %1 der Tabelle „%2“: Zeilen, die da sind, behalten, was sie haben, und neue bekommen den Vorgabewert.</translation>
    </message>
    <message>
        <source>The backup was made before these migrations: %1.</source>
        <translation>Die Sicherung wurde vor diesen Migrationen gemacht: %1.</translation>
    </message>
    <message>
        <source>The backup has migrations that the database does not have: %1.</source>
        <translation>Die Sicherung hat Migrationen, die der Datenbank fehlen: %1.</translation>
    </message>
    <message>
        <source>The tables are the same, so the list of migrations is restored, too.</source>
        <translation>Die Tabellen sind dieselben, deshalb wird auch die Liste der Migrationen wiederhergestellt.</translation>
    </message>
    <message>
        <source>Only rows are restored. The database keeps its tables and its own list of migrations, which describes them.</source>
        <translation>Nur Zeilen werden wiederhergestellt. Die Datenbank behält ihre Tabellen und ihre eigene Liste der Migrationen, die sie beschreibt.</translation>
    </message>
    <message>
        <source>This database is locked against changes. Unlock it before you restore a backup. Nothing was changed.</source>
        <translation>Diese Datenbank ist gegen Änderungen gesperrt. Entsperren Sie sie, bevor Sie eine Sicherung wiederherstellen. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>This address leads to a connection pooler, which cannot carry a restore. Use the direct address: %1. Nothing was changed.</source>
        <translation>Diese Adresse führt zu einem Verbindungspooler, der keine Wiederherstellung tragen kann. Nehmen Sie die direkte Adresse: %1. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Single customers can only be merged into the table of customers. Nothing was changed.</source>
        <translation>Einzelne Kunden können nur in die Kundentabelle eingemischt werden. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The backup has no manifest. Whether it is complete and unchanged cannot be told: it is unverified.</source>
        <translation>Die Sicherung hat kein Manifest. Ob sie vollständig und unverändert ist, lässt sich nicht sagen: Sie ist ungeprüft.</translation>
    </message>
    <message>
        <source>The backup has no table “%1”. Nothing was changed.</source>
        <translation>Die Sicherung hat keine Tabelle „%1“. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The database has a list of migrations, but none of their tables. Restore into a database that is really empty. Nothing was changed.</source>
        <translation>Die Datenbank hat eine Liste von Migrationen, aber keine von deren Tabellen. Stellen Sie in eine Datenbank wieder her, die wirklich leer ist. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The backup holds tables without rows. It can only be restored into an empty database. Nothing was changed.</source>
        <translation>Die Sicherung enthält Tabellen ohne Zeilen. Sie kann nur in eine leere Datenbank wiederhergestellt werden. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The backup holds no rows. Nothing was changed.</source>
        <translation>Die Sicherung enthält keine Zeilen. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The database lacks tables that the backup has: %1. Bring it to the backup&apos;s migrations first, choose single tables, or restore into an empty database. Nothing was changed.</source>
        <translation>Der Datenbank fehlen Tabellen, die die Sicherung hat: %1. Bringen Sie sie erst auf die Migrationen der Sicherung, wählen Sie einzelne Tabellen, oder stellen Sie in eine leere Datenbank wieder her. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>These tables are not in the backup and stay as they are: %1.</source>
        <translation>Diese Tabellen sind nicht in der Sicherung und bleiben, wie sie sind: %1.</translation>
    </message>
    <message>
        <source>Reading “%1” in the backup</source>
        <translation>„%1“ in der Sicherung wird gelesen</translation>
    </message>
    <message>
        <source>A row of the table “%1” in the backup has no key. Nothing was changed.</source>
        <translation>Eine Zeile der Tabelle „%1“ in der Sicherung hat keinen Schlüssel. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>A row of the table “%1” in the backup has text for a number. Nothing was changed.</source>
        <translation>Eine Zeile der Tabelle „%1“ in der Sicherung hat Text statt einer Zahl. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Two rows of the table “%1” in the backup have the same key. Nothing was changed.</source>
        <translation>Zwei Zeilen der Tabelle „%1“ in der Sicherung haben denselben Schlüssel. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Comparing with “%1” in the database</source>
        <translation>Vergleich mit „%1“ in der Datenbank</translation>
    </message>
    <message>
        <source>A row of the table “%1” in the database has no key. Nothing was changed.</source>
        <translation>Eine Zeile der Tabelle „%1“ in der Datenbank hat keinen Schlüssel. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The folder “%1” cannot be made.</source>
        <translation>Der Ordner „%1“ kann nicht angelegt werden.</translation>
    </message>
    <message>
        <source>Rows of “%1” could not be removed. Nothing was changed.</source>
        <translation>Zeilen von „%1“ konnten nicht entfernt werden. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>No folder for temporary files could be made in “%1”. Nothing was changed.</source>
        <translation>In „%1“ konnte kein Ordner für temporäre Dateien angelegt werden. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The temporary file “%1” could not be made. Nothing was changed.</source>
        <translation>Die temporäre Datei „%1“ konnte nicht angelegt werden. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>A script without a manifest, or with tables alone, can only be rehearsed on a PostgreSQL server.</source>
        <translation>Ein Skript ohne Manifest oder eines, das nur Tabellen enthält, kann nur auf einem PostgreSQL-Server geprobt werden.</translation>
    </message>
    <message>
        <source>A script without a manifest, or with tables alone, can only be restored into PostgreSQL. Nothing was changed.</source>
        <translation>Ein Skript ohne Manifest oder eines, das nur Tabellen enthält, kann nur in PostgreSQL wiederhergestellt werden. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The folder of “%1” could not be made.</source>
        <translation>Der Ordner von „%1“ konnte nicht angelegt werden.</translation>
    </message>
</context>
<context>
    <name>Backup::DumpTool</name>
    <message>
        <source>“%1” could not be started.</source>
        <translation>„%1“ konnte nicht gestartet werden.</translation>
    </message>
    <message>
        <source>“%1” did not answer in time.</source>
        <translation>„%1“ hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>The server is newer than pg_dump, so no backup was made. Make a portable snapshot instead: it needs no other program.</source>
        <translation>Der Server ist neuer als pg_dump, deshalb wurde keine Sicherung gemacht. Machen Sie stattdessen einen tragbaren Schnappschuss: Er braucht kein weiteres Programm.</translation>
    </message>
    <message>
        <source>Your database user may not read everything that belongs to the database, so no backup was made. Ask the person who looks after it, or back up by a portable snapshot, which needs the application&apos;s tables alone.</source>
        <translation>Ihr Datenbankbenutzer darf nicht alles lesen, was zur Datenbank gehört, deshalb wurde keine Sicherung gemacht. Fragen Sie, wer sie betreut, oder sichern Sie mit einem tragbaren Schnappschuss, der nur die Tabellen der Anwendung braucht.</translation>
    </message>
    <message>
        <source>A table is locked by somebody else, so no backup was made. Try again later.</source>
        <translation>Eine Tabelle ist von jemand anderem gesperrt, deshalb wurde keine Sicherung gemacht. Versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>The database has no table of this name, so no backup was made.</source>
        <translation>Die Datenbank hat keine Tabelle dieses Namens, deshalb wurde keine Sicherung gemacht.</translation>
    </message>
    <message>
        <source>The moment of the backup has passed. No backup was made; try again.</source>
        <translation>Der Augenblick der Sicherung ist vorbei. Es wurde keine Sicherung gemacht; versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The connection to the database broke, so no backup was made. Try again.</source>
        <translation>Die Verbindung zur Datenbank ist abgebrochen, deshalb wurde keine Sicherung gemacht. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>diesem Computer</translation>
    </message>
    <message>
        <source>pg_dump was ended by the system (signal %1), so no backup was made.</source>
        <translation>pg_dump wurde vom System beendet (Signal %1), deshalb wurde keine Sicherung gemacht.</translation>
    </message>
    <message>
        <source>pg_dump could not make the backup; nothing was changed.</source>
        <translation>pg_dump konnte die Sicherung nicht machen; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The backup was made by a newer pg_dump than the pg_restore of this computer can read. Install newer client programs of PostgreSQL. Nothing was changed.</source>
        <translation>Die Sicherung stammt von einem neueren pg_dump, als das pg_restore dieses Computers lesen kann. Installieren Sie neuere Client-Programme von PostgreSQL. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The backup is damaged: pg_restore cannot read it. Nothing was changed. Use another one.</source>
        <translation>Die Sicherung ist beschädigt: pg_restore kann sie nicht lesen. Nichts wurde geändert. Nehmen Sie eine andere.</translation>
    </message>
    <message>
        <source>pg_dump makes dumps and scripts of PostgreSQL databases only. Nothing was done.</source>
        <translation>pg_dump macht Dumps und Skripte nur von PostgreSQL-Datenbanken. Nichts wurde getan.</translation>
    </message>
    <message>
        <source>pg_dump cannot work through a connection pooler. Nothing was done. Use the direct address of the server, or make a portable snapshot instead.</source>
        <translation>pg_dump kann nicht durch einen Verbindungspooler arbeiten. Nichts wurde getan. Nehmen Sie die direkte Adresse des Servers, oder machen Sie stattdessen einen tragbaren Schnappschuss.</translation>
    </message>
    <message>
        <source>pg_dump reads the database</source>
        <translation>pg_dump liest die Datenbank</translation>
    </message>
    <message>
        <source>“%1” is not a file that can be read.</source>
        <translation>„%1“ ist keine lesbare Datei.</translation>
    </message>
    <message>
        <source>“%1” is no dump of PostgreSQL, or its beginning is damaged. Nothing was changed.</source>
        <translation>„%1“ ist kein Dump von PostgreSQL, oder der Anfang ist beschädigt. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>There is no pg_restore on this computer, so the dump cannot be read. Install PostgreSQL&apos;s client programs. Nothing was changed.</source>
        <translation>Auf diesem Computer gibt es kein pg_restore, deshalb kann der Dump nicht gelesen werden. Installieren Sie die Client-Programme von PostgreSQL. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>pg_restore unpacks the dump</source>
        <translation>pg_restore entpackt den Dump</translation>
    </message>
    <message>
        <source>There is no pg_dump on this computer, and nothing was done. Make a portable snapshot instead: it needs no other program. Or install PostgreSQL&apos;s client programs in version %1 or newer.</source>
        <translation>Auf diesem Computer gibt es kein pg_dump, und nichts wurde getan. Machen Sie stattdessen einen tragbaren Schnappschuss: Er braucht kein weiteres Programm. Oder installieren Sie die Client-Programme von PostgreSQL in Version %1 oder neuer.</translation>
    </message>
    <message>
        <source>The server is PostgreSQL %1. pg_dump must not be older than the server, but on this computer it is %2, and nothing was done. Make a portable snapshot instead: it needs no other program. Or install PostgreSQL&apos;s client programs in version %1 or newer.</source>
        <translation>Der Server ist PostgreSQL %1. pg_dump darf nicht älter sein als der Server, ist auf diesem Computer aber %2, und nichts wurde getan. Machen Sie stattdessen einen tragbaren Schnappschuss: Er braucht kein weiteres Programm. Oder installieren Sie die Client-Programme von PostgreSQL in Version %1 oder neuer.</translation>
    </message>
    <message>
        <source>“%1” could not be written. Make room, or choose another folder.</source>
        <translation>„%1“ konnte nicht geschrieben werden. Schaffen Sie Platz, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>pg_dump cannot be given a password with a line break in it. Nothing was done. Make a portable snapshot instead, or change the password.</source>
        <translation>pg_dump kann kein Passwort mit einem Zeilenumbruch bekommen. Nichts wurde getan. Machen Sie stattdessen einen tragbaren Schnappschuss, oder ändern Sie das Passwort.</translation>
    </message>
    <message>
        <source>The password could not be handed to pg_dump. Nothing was done.</source>
        <translation>Das Passwort konnte nicht an pg_dump übergeben werden. Nichts wurde getan.</translation>
    </message>
</context>
<context>
    <name>Backup::InputFile</name>
    <message>
        <source>There is no file “%1”.</source>
        <translation>Es gibt keine Datei „%1“.</translation>
    </message>
    <message>
        <source>“%1” is a link, not the file itself.</source>
        <translation>„%1“ ist ein Verweis, nicht die Datei selbst.</translation>
    </message>
    <message>
        <source>“%1” could not be read.</source>
        <translation>„%1“ konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>“%1” is not an ordinary file.</source>
        <translation>„%1“ ist keine gewöhnliche Datei.</translation>
    </message>
    <message>
        <source>“%1” changed while it was being read. Try again.</source>
        <translation>„%1“ hat sich beim Lesen geändert. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Computing the checksum</source>
        <translation>Die Prüfsumme wird berechnet</translation>
    </message>
</context>
<context>
    <name>Backup::ListFile</name>
    <message>
        <source>A newer version of this program wrote “%1”. It was left as it is. Use the newer version.</source>
        <translation>Eine neuere Version dieses Programms hat „%1“ geschrieben. Es blieb, wie es ist. Benutzen Sie die neuere Version.</translation>
    </message>
    <message>
        <source>“%1” is damaged.</source>
        <translation>„%1“ ist beschädigt.</translation>
    </message>
    <message>
        <source>at “%1”</source>
        <translation>bei „%1“</translation>
    </message>
    <message>
        <source>“%1” is damaged. It was kept as “%2”, and nothing else was changed. Try again to begin with an empty list.</source>
        <translation>„%1“ ist beschädigt. Es wurde als „%2“ aufgehoben, und sonst wurde nichts geändert. Versuchen Sie es noch einmal, um mit einer leeren Liste zu beginnen.</translation>
    </message>
    <message>
        <source>This cannot be saved in “%1”. Nothing was changed.</source>
        <translation>Das kann nicht in „%1“ gespeichert werden. Nichts wurde geändert.</translation>
    </message>
</context>
<context>
    <name>Backup::Manifest</name>
    <message>
        <source>The backup&apos;s manifest is damaged. The backup itself may be in order, but what is known about it cannot be trusted.</source>
        <translation>Das Manifest der Sicherung ist beschädigt. Die Sicherung selbst mag in Ordnung sein, aber was über sie bekannt ist, ist nicht verlässlich.</translation>
    </message>
    <message>
        <source>A newer version of this program wrote the backup&apos;s manifest. Nothing was changed. Update this program.</source>
        <translation>Eine neuere Version dieses Programms hat das Manifest der Sicherung geschrieben. Nichts wurde geändert. Aktualisieren Sie dieses Programm.</translation>
    </message>
    <message>
        <source>at “%1”</source>
        <translation>bei „%1“</translation>
    </message>
    <message>
        <source>Format %1.</source>
        <translation>Format %1.</translation>
    </message>
    <message>
        <source>SQLite snapshot</source>
        <translation>SQLite-Schnappschuss</translation>
    </message>
    <message>
        <source>Portable snapshot</source>
        <translation>Tragbarer Schnappschuss</translation>
    </message>
    <message>
        <source>PostgreSQL dump</source>
        <translation>PostgreSQL-Dump</translation>
    </message>
    <message>
        <source>SQL script</source>
        <translation>SQL-Skript</translation>
    </message>
    <message>
        <source>The backup&apos;s manifest is larger than any that this program writes. It was not read.</source>
        <translation>Das Manifest der Sicherung ist größer als jedes, das dieses Programm schreibt. Es wurde nicht gelesen.</translation>
    </message>
    <message>
        <source>It does not begin as it should.</source>
        <translation>Es beginnt nicht, wie es sollte.</translation>
    </message>
    <message>
        <source>It does not match its checksum.</source>
        <translation>Es passt nicht zu seiner Prüfsumme.</translation>
    </message>
    <message>
        <source>It is no JSON object.</source>
        <translation>Es ist kein JSON-Objekt.</translation>
    </message>
    <message>
        <source>The description of the database&apos;s tables takes more than 4 MB. No manifest was written.</source>
        <translation>Die Beschreibung der Tabellen braucht mehr als 4 MB. Es wurde kein Manifest geschrieben.</translation>
    </message>
    <message>
        <source>The backup&apos;s manifest could not be made. Nothing was changed.</source>
        <translation>Das Manifest der Sicherung konnte nicht gemacht werden. Nichts wurde geändert.</translation>
    </message>
</context>
<context>
    <name>Backup::PartFile</name>
    <message>
        <source>“%1” could not be written. Nothing was left under that name.</source>
        <translation>„%1“ konnte nicht geschrieben werden. Unter diesem Namen ist nichts geblieben.</translation>
    </message>
    <message>
        <source>There is not enough space for “%1”. Nothing was left under that name. Make room or choose another folder.</source>
        <translation>Für „%1“ ist nicht genug Platz. Unter diesem Namen ist nichts geblieben. Schaffen Sie Platz, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>“%1” may not be written there. Nothing was changed. Choose another folder.</source>
        <translation>„%1“ darf dort nicht geschrieben werden. Nichts wurde geändert. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>There is already something called “%1”. It was not touched. Choose another name.</source>
        <translation>Es gibt schon etwas namens „%1“. Es wurde nicht angerührt. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>“%1” is not the name of a file.</source>
        <translation>„%1“ ist kein Name einer Datei.</translation>
    </message>
    <message>
        <source>There is no folder “%1”. Create it, or connect the disk that it is on.</source>
        <translation>Es gibt keinen Ordner „%1“. Legen Sie ihn an, oder schließen Sie die Festplatte an, auf der er liegt.</translation>
    </message>
    <message>
        <source>“%1” is not a folder.</source>
        <translation>„%1“ ist kein Ordner.</translation>
    </message>
    <message>
        <source>“%1” is in the way. It was not touched. Move it away or choose another name.</source>
        <translation>„%1“ ist im Weg. Es wurde nicht angerührt. Verschieben Sie es, oder wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Another program is writing “%1” at this moment. Nothing was changed. Try again when it has finished.</source>
        <translation>Ein anderes Programm schreibt gerade „%1“. Nichts wurde geändert. Versuchen Sie es noch einmal, wenn es fertig ist.</translation>
    </message>
    <message>
        <source>Another program replaced “%1” while it was being written. It was not used.</source>
        <translation>Ein anderes Programm hat „%1“ beim Schreiben ersetzt. Es wurde nicht verwendet.</translation>
    </message>
    <message>
        <source>SQLite had not finished writing “%1”. It was not kept.</source>
        <translation>SQLite war mit dem Schreiben von „%1“ nicht fertig. Es wurde nicht behalten.</translation>
    </message>
    <message>
        <source>“%1” was written, but may not survive a power cut.</source>
        <translation>„%1“ wurde geschrieben, übersteht aber vielleicht keinen Stromausfall.</translation>
    </message>
</context>
<context>
    <name>Backup::Retention</name>
    <message>
        <source>not checked: it or its manifest is missing or was changed</source>
        <translation>nicht beurteilt: Sie oder ihr Manifest fehlt oder wurde geändert</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>angeheftet</translation>
    </message>
    <message>
        <source>a part of the database, made by hand</source>
        <translation>ein Teil der Datenbank, von Hand gemacht</translation>
    </message>
    <message>
        <source>its time is in the future: a clock was or is wrong</source>
        <translation>ihre Zeit liegt in der Zukunft: Eine Uhr ging oder geht falsch</translation>
    </message>
    <message numerus="yes">
        <source>made before a restore, kept for %n day(s)</source>
        <translation>
            <numerusform>vor einer Wiederherstellung gemacht, %n Tag lang behalten</numerusform>
            <numerusform>vor einer Wiederherstellung gemacht, %n Tage lang behalten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>a check found a problem, kept for %n day(s)</source>
        <translation>
            <numerusform>eine Prüfung fand ein Problem, %n Tag lang behalten</numerusform>
            <numerusform>eine Prüfung fand ein Problem, %n Tage lang behalten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>one of the last %n</source>
        <translation>
            <numerusform>eine der letzten %n</numerusform>
            <numerusform>eine der letzten %n</numerusform>
        </translation>
    </message>
    <message>
        <source>the newest of its day</source>
        <translation>die neueste ihres Tages</translation>
    </message>
    <message>
        <source>the newest of its week</source>
        <translation>die neueste ihrer Woche</translation>
    </message>
    <message>
        <source>the newest of its month</source>
        <translation>die neueste ihres Monats</translation>
    </message>
    <message>
        <source>no rule says how many to keep</source>
        <translation>keine Regel sagt, wie viele zu behalten sind</translation>
    </message>
    <message>
        <source>the newest one that was verified</source>
        <translation>die neueste geprüfte</translation>
    </message>
</context>
<context>
    <name>Backup::ScheduleStore</name>
    <message>
        <source>There is no schedule for this profile any more. Nothing was changed.</source>
        <translation>Für dieses Profil gibt es keinen Zeitplan mehr. Nichts wurde geändert.</translation>
    </message>
</context>
<context>
    <name>Backup::Script</name>
    <message>
        <source>it contains a carriage return; pg_dump ends lines by a line feed</source>
        <translation>es enthält einen Wagenrücklauf; pg_dump beendet Zeilen mit einem Zeilenvorschub</translation>
    </message>
    <message>
        <source>it is no UTF-8</source>
        <translation>es ist kein UTF-8</translation>
    </message>
    <message>
        <source>it has %1 values for %2 columns</source>
        <translation>es hat %1 Werte für %2 Spalten</translation>
    </message>
    <message>
        <source>a backslash in the rows of a table where PostgreSQL writes none</source>
        <translation>ein Backslash in den Zeilen einer Tabelle, wo PostgreSQL keinen schreibt</translation>
    </message>
    <message>
        <source>Line %1 of the script cannot be read: %2. Nothing was changed.</source>
        <translation>Zeile %1 des Skripts kann nicht gelesen werden: %2. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Line %1 of the script is refused: %2. Nothing was run or changed.</source>
        <translation>Zeile %1 des Skripts wird abgelehnt: %2. Nichts wurde ausgeführt oder geändert.</translation>
    </message>
    <message>
        <source>The script is cut off: it ends at line %1 without the lines with which pg_dump closes a script, so rows or keys may be missing. Nothing was changed. Use another copy of it.</source>
        <translation>Das Skript ist abgeschnitten: Es endet in Zeile %1 ohne die Zeilen, mit denen pg_dump ein Skript abschließt, also können Zeilen oder Schlüssel fehlen. Nichts wurde geändert. Nehmen Sie eine andere Kopie davon.</translation>
    </message>
    <message>
        <source>The script was changed by another program while it was read. Nothing was changed in the database. Try again when the file is finished.</source>
        <translation>Das Skript wurde beim Lesen von einem anderen Programm geändert. In der Datenbank wurde nichts geändert. Versuchen Sie es noch einmal, wenn die Datei fertig ist.</translation>
    </message>
    <message>
        <source>There is no file “%1”.</source>
        <translation>Es gibt keine Datei „%1“.</translation>
    </message>
    <message>
        <source>“%1” is a link. Choose the file that it leads to.</source>
        <translation>„%1“ ist ein Verweis. Wählen Sie die Datei, zu der er führt.</translation>
    </message>
    <message>
        <source>“%1” could not be read.</source>
        <translation>„%1“ konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>“%1” is not an ordinary file.</source>
        <translation>„%1“ ist keine gewöhnliche Datei.</translation>
    </message>
    <message>
        <source>“%1” is an archive of pg_dump, not an SQL script.</source>
        <translation>„%1“ ist ein Archiv von pg_dump, kein SQL-Skript.</translation>
    </message>
    <message>
        <source>“%1” is UTF-16 text, as PowerShell writes it. Save it as UTF-8, or make the backup again with pg_dump&apos;s option --file.</source>
        <translation>„%1“ ist UTF-16-Text, wie PowerShell ihn schreibt. Speichern Sie ihn als UTF-8, oder machen Sie die Sicherung noch einmal mit der Option --file von pg_dump.</translation>
    </message>
    <message>
        <source>“%1” is not among the statements that pg_dump writes for tables and their rows. A script that changes other things is not run</source>
        <translation>„%1“ gehört nicht zu den Anweisungen, die pg_dump für Tabellen und ihre Zeilen schreibt. Ein Skript, das anderes ändert, wird nicht ausgeführt</translation>
    </message>
    <message>
        <source>the table is not in the schema “public”</source>
        <translation>die Tabelle ist nicht im Schema „public“</translation>
    </message>
    <message>
        <source>it adds rows to a table that the script does not make</source>
        <translation>es fügt Zeilen in eine Tabelle ein, die das Skript nicht anlegt</translation>
    </message>
    <message>
        <source>it is about something outside of the schema “public”</source>
        <translation>es betrifft etwas außerhalb des Schemas „public“</translation>
    </message>
    <message>
        <source>it changes something that the script did not make</source>
        <translation>es ändert etwas, das das Skript nicht angelegt hat</translation>
    </message>
    <message>
        <source>tables and rows do not come in the order in which pg_dump writes them</source>
        <translation>Tabellen und Zeilen kommen nicht in der Reihenfolge, in der pg_dump sie schreibt</translation>
    </message>
    <message>
        <source>a table is named like a schema</source>
        <translation>eine Tabelle heißt wie ein Schema</translation>
    </message>
    <message>
        <source>it sets a sequence that the script did not make</source>
        <translation>es setzt eine Sequenz, die das Skript nicht angelegt hat</translation>
    </message>
    <message>
        <source>it is longer than 64 MB</source>
        <translation>es ist länger als 64 MB</translation>
    </message>
    <message>
        <source>it contains the character U+0000</source>
        <translation>es enthält das Zeichen U+0000</translation>
    </message>
    <message>
        <source>The script could not be read further. Nothing was changed.</source>
        <translation>Das Skript konnte nicht weiter gelesen werden. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Line %1 of the script could not be loaded, so nothing of it was: %2</source>
        <translation>Zeile %1 des Skripts konnte nicht geladen werden, also auch sonst nichts davon: %2</translation>
    </message>
    <message>
        <source>Loading the script</source>
        <translation>Das Skript wird geladen</translation>
    </message>
    <message>
        <source>The database has “%1” already, so the script was not loaded and nothing was changed. Load it into an empty database, or restore its rows instead.</source>
        <translation>Die Datenbank hat „%1“ schon, deshalb wurde das Skript nicht geladen und nichts geändert. Laden Sie es in eine leere Datenbank, oder stellen Sie stattdessen seine Zeilen wieder her.</translation>
    </message>
    <message>
        <source>The table “%1” has rows already, so the script was not loaded and nothing was changed. A script that has rows alone is loaded into empty tables.</source>
        <translation>Die Tabelle „%1“ hat schon Zeilen, deshalb wurde das Skript nicht geladen und nichts geändert. Ein Skript, das nur Zeilen hat, wird in leere Tabellen geladen.</translation>
    </message>
    <message>
        <source>The script sets the sequence “%1”, which does not belong to a table that it fills, so it was not loaded and nothing was changed.</source>
        <translation>Das Skript setzt die Sequenz „%1“, die zu keiner Tabelle gehört, die es füllt; deshalb wurde es nicht geladen und nichts geändert.</translation>
    </message>
    <message>
        <source>Checking the script</source>
        <translation>Das Skript wird geprüft</translation>
    </message>
    <message>
        <source>A script of PostgreSQL cannot be run in a SQLite database. Nothing was changed.</source>
        <translation>Ein Skript von PostgreSQL kann nicht in einer SQLite-Datenbank ausgeführt werden. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>it stands behind the end of the script, where pg_dump writes nothing</source>
        <translation>es steht hinter dem Ende des Skripts, wo pg_dump nichts schreibt</translation>
    </message>
    <message>
        <source>it has a command for the program psql (a backslash), and such commands can run programs. Nothing of the kind is ever run here. A script from pg_dump has none: look where the file comes from</source>
        <translation>es hat einen Befehl für das Programm psql (einen Backslash), und solche Befehle können Programme starten. Dergleichen wird hier nie ausgeführt. Ein Skript von pg_dump hat keine: Sehen Sie nach, woher die Datei kommt</translation>
    </message>
    <message>
        <source>its text is not in UTF-8. Make it again with pg_dump&apos;s option --encoding=UTF8</source>
        <translation>sein Text ist nicht in UTF-8. Machen Sie es noch einmal mit der Option --encoding=UTF8 von pg_dump</translation>
    </message>
    <message>
        <source>it changes what backslashes in texts mean (standard_conforming_strings off)</source>
        <translation>es ändert, was Backslashes in Texten bedeuten (standard_conforming_strings off)</translation>
    </message>
    <message>
        <source>of all forms of COPY only “COPY table (columns) FROM stdin” is read, because others reach for files and programs</source>
        <translation>von allen Formen von COPY wird nur „COPY Tabelle (Spalten) FROM stdin“ gelesen, weil andere nach Dateien und Programmen greifen</translation>
    </message>
    <message>
        <source>something follows the COPY on the same line</source>
        <translation>hinter dem COPY folgt etwas in derselben Zeile</translation>
    </message>
    <message>
        <source>Reading the script</source>
        <translation>Das Skript wird gelesen</translation>
    </message>
    <message>
        <source>it has rows for the table “%1”, which is not known here</source>
        <translation>es hat Zeilen für die Tabelle „%1“, die hier nicht bekannt ist</translation>
    </message>
    <message>
        <source>it has values for the column “%1” of “%2”, which is not known here</source>
        <translation>es hat Werte für die Spalte „%1“ von „%2“, die hier nicht bekannt ist</translation>
    </message>
    <message>
        <source>it has rows for “%1” in two forms</source>
        <translation>es hat Zeilen für „%1“ in zwei Formen</translation>
    </message>
    <message>
        <source>pg_dump writes no code into the definition of a table</source>
        <translation>pg_dump schreibt keinen Code in die Definition einer Tabelle</translation>
    </message>
    <message>
        <source>“%1” is not expected in a definition of this kind</source>
        <translation>„%1“ wird in einer Definition dieser Art nicht erwartet</translation>
    </message>
    <message>
        <source>a dot that is not behind “public” or “pg_catalog” can call a function</source>
        <translation>ein Punkt, der nicht hinter „public“ oder „pg_catalog“ steht, kann eine Funktion aufrufen</translation>
    </message>
    <message>
        <source>it takes numbers from a sequence that the script does not make</source>
        <translation>es nimmt Nummern aus einer Sequenz, die das Skript nicht anlegt</translation>
    </message>
    <message>
        <source>it calls “%1”, and only functions that are known to change nothing are run</source>
        <translation>es ruft „%1“ auf, und ausgeführt werden nur Funktionen, von denen bekannt ist, dass sie nichts ändern</translation>
    </message>
    <message>
        <source>a statement is longer than 16 MB</source>
        <translation>eine Anweisung ist länger als 16 MB</translation>
    </message>
    <message>
        <source>a semicolon without a statement</source>
        <translation>ein Semikolon ohne Anweisung</translation>
    </message>
    <message>
        <source>pg_dump writes no text with Unicode escapes (U&amp;)</source>
        <translation>pg_dump schreibt keinen Text mit Unicode-Escapes (U&amp;)</translation>
    </message>
    <message>
        <source>letters follow a number</source>
        <translation>hinter einer Zahl folgen Buchstaben</translation>
    </message>
    <message>
        <source>a dollar sign where none can be</source>
        <translation>ein Dollarzeichen, wo keines sein kann</translation>
    </message>
    <message>
        <source>a character that is none of SQL</source>
        <translation>ein Zeichen, das es in SQL nicht gibt</translation>
    </message>
    <message>
        <source>a parenthesis is closed that was never opened</source>
        <translation>eine Klammer wird geschlossen, die nie geöffnet wurde</translation>
    </message>
    <message>
        <source>an empty name</source>
        <translation>ein leerer Name</translation>
    </message>
    <message>
        <source>pg_dump writes no text in two parts</source>
        <translation>pg_dump schreibt keinen Text in zwei Teilen</translation>
    </message>
    <message>
        <source>a statement has more than a million words</source>
        <translation>eine Anweisung hat mehr als eine Million Wörter</translation>
    </message>
</context>
<context>
    <name>Backup::Shelf</name>
    <message>
        <source>The list of backups is full: it takes %1. Nothing was changed. Remove some from the list.</source>
        <translation>Die Liste der Sicherungen ist voll: Sie fasst %1. Nichts wurde geändert. Nehmen Sie einige aus der Liste.</translation>
    </message>
    <message>
        <source>“%1” is a link or no ordinary file, and no backup. Nothing was changed.</source>
        <translation>„%1“ ist ein Verweis oder keine gewöhnliche Datei und keine Sicherung. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>There is no file “%1”.</source>
        <translation>Es gibt keine Datei „%1“.</translation>
    </message>
    <message>
        <source>“%1” is no backup that is known here. It was not deleted.</source>
        <translation>„%1“ ist keine Sicherung, die hier bekannt ist. Sie wurde nicht gelöscht.</translation>
    </message>
    <message>
        <source>“%1” is pinned. It was not deleted. Unpin it first.</source>
        <translation>„%1“ ist angeheftet. Sie wurde nicht gelöscht. Lösen Sie sie erst.</translation>
    </message>
    <message>
        <source>“%1” could not be deleted.</source>
        <translation>„%1“ konnte nicht gelöscht werden.</translation>
    </message>
</context>
<context>
    <name>Backup::Timer</name>
    <message>
        <source>There is no systemctl on this computer.</source>
        <translation>Auf diesem Computer gibt es kein systemctl.</translation>
    </message>
    <message>
        <source>systemd does not run timers for you on this computer, so that backups can only be made while the program is open. Nothing was changed.</source>
        <translation>systemd führt für Sie auf diesem Computer keine Timer aus, deshalb können Sicherungen nur gemacht werden, solange das Programm offen ist. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Backup of “%1”</source>
        <translation>Sicherung von „%1“</translation>
    </message>
    <message>
        <source>This schedule never runs, so that there is nothing to set up.</source>
        <translation>Dieser Zeitplan läuft nie, also gibt es nichts einzurichten.</translation>
    </message>
    <message>
        <source>There is no such profile. Nothing was changed.</source>
        <translation>Es gibt kein solches Profil. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>“%1” could not be deleted. The backups may go on being made.</source>
        <translation>„%1“ konnte nicht gelöscht werden. Die Sicherungen werden vielleicht weiter gemacht.</translation>
    </message>
</context>
<context>
    <name>Backup::Wrapping</name>
    <message>
        <source>The compressed file is damaged or was cut off. Nothing was changed. Use another backup.</source>
        <translation>Die komprimierte Datei ist beschädigt oder wurde abgeschnitten. Nichts wurde geändert. Nehmen Sie eine andere Sicherung.</translation>
    </message>
    <message>
        <source>The file could not be compressed. Nothing was changed.</source>
        <translation>Die Datei konnte nicht komprimiert werden. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>It does not match its checksum, or was cut off.</source>
        <translation>Sie passt nicht zu ihrer Prüfsumme oder wurde abgeschnitten.</translation>
    </message>
    <message>
        <source>It does not begin as it should.</source>
        <translation>Es beginnt nicht, wie es sollte.</translation>
    </message>
    <message>
        <source>Something follows its end.</source>
        <translation>Hinter ihrem Ende folgt etwas.</translation>
    </message>
    <message>
        <source>It was cut off.</source>
        <translation>Sie wurde abgeschnitten.</translation>
    </message>
    <message>
        <source>It does not match its checksum.</source>
        <translation>Es passt nicht zu seiner Prüfsumme.</translation>
    </message>
    <message>
        <source>The encrypted file is damaged or was cut off. Nothing was changed. Use another backup.</source>
        <translation>Die verschlüsselte Datei ist beschädigt oder wurde abgeschnitten. Nichts wurde geändert. Nehmen Sie eine andere Sicherung.</translation>
    </message>
    <message>
        <source>There is not enough memory to work with the passphrase. Nothing was changed. Close other programs and try again.</source>
        <translation>Für die Arbeit mit der Passphrase ist nicht genug Arbeitsspeicher da. Nichts wurde geändert. Schließen Sie andere Programme, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>A newer version of this program encrypted this file. Nothing was changed. Update this program.</source>
        <translation>Eine neuere Version dieses Programms hat diese Datei verschlüsselt. Nichts wurde geändert. Aktualisieren Sie dieses Programm.</translation>
    </message>
    <message>
        <source>The file is encrypted, and its passphrase was not given. Nothing was changed.</source>
        <translation>Die Datei ist verschlüsselt, und ihre Passphrase wurde nicht angegeben. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>This is not the passphrase that the file was encrypted with. The file itself was not changed. Try again.</source>
        <translation>Das ist nicht die Passphrase, mit der die Datei verschlüsselt wurde. Die Datei selbst wurde nicht geändert. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The passphrase is right, but its content is not what was written.</source>
        <translation>Die Passphrase stimmt, aber der Inhalt ist nicht, was geschrieben wurde.</translation>
    </message>
    <message>
        <source>Compressing and encrypting</source>
        <translation>Wird komprimiert und verschlüsselt</translation>
    </message>
    <message>
        <source>Compressing</source>
        <translation>Wird komprimiert</translation>
    </message>
    <message>
        <source>Copying</source>
        <translation>Wird kopiert</translation>
    </message>
    <message>
        <source>Encrypting</source>
        <translation>Wird verschlüsselt</translation>
    </message>
    <message>
        <source>There is not enough space for “%1”, which is larger than what is free there. Nothing was changed. Make room or choose another folder.</source>
        <translation>Für „%1“ ist nicht genug Platz: Es ist größer als das, was dort frei ist. Nichts wurde geändert. Schaffen Sie Platz, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>“%1” is already compressed or encrypted. Nothing was changed.</source>
        <translation>„%1“ ist schon komprimiert oder verschlüsselt. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Making the key from the passphrase</source>
        <translation>Aus der Passphrase wird der Schlüssel gemacht</translation>
    </message>
    <message>
        <source>“%1” is neither compressed nor encrypted by this program, or its beginning is damaged. Nothing was changed.</source>
        <translation>„%1“ wurde nicht von diesem Programm komprimiert oder verschlüsselt, oder der Anfang ist beschädigt. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Wird geprüft</translation>
    </message>
    <message>
        <source>Unpacking</source>
        <translation>Wird entpackt</translation>
    </message>
    <message>
        <source>Decrypting</source>
        <translation>Wird entschlüsselt</translation>
    </message>
</context>
<context>
    <name>Core</name>
    <message>
        <source>“%1” could not be written. The old content is kept.</source>
        <translation>„%1“ konnte nicht geschrieben werden. Der alte Inhalt bleibt erhalten.</translation>
    </message>
    <message>
        <source>“%1” was written, but may not survive a power cut.</source>
        <translation>„%1“ wurde geschrieben, übersteht aber vielleicht keinen Stromausfall.</translation>
    </message>
    <message>
        <source>There is no file “%1”.</source>
        <translation>Es gibt keine Datei „%1“.</translation>
    </message>
    <message>
        <source>“%1” could not be read.</source>
        <translation>„%1“ konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>“%1” is not an ordinary file, or too large.</source>
        <translation>„%1“ ist keine gewöhnliche Datei oder zu groß.</translation>
    </message>
    <message>
        <source>“%1” is a link, not the file itself.</source>
        <translation>„%1“ ist ein Verweis, nicht die Datei selbst.</translation>
    </message>
    <message>
        <source>“%1” is damaged and could not be renamed. It was left as it is.</source>
        <translation>„%1“ ist beschädigt und konnte nicht umbenannt werden. Es blieb, wie es ist.</translation>
    </message>
</context>
<context>
    <name>Core::FileLock</name>
    <message>
        <source>“%1” could not be locked against other programs. Nothing was changed.</source>
        <translation>„%1“ konnte nicht gegen andere Programme gesperrt werden. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Another program is using “%1”. Nothing was changed. Try again when it has finished.</source>
        <translation>Ein anderes Programm benutzt „%1“. Nichts wurde geändert. Versuchen Sie es noch einmal, wenn es fertig ist.</translation>
    </message>
</context>
<context>
    <name>Core::Job</name>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
</context>
<context>
    <name>Core::SealHeader</name>
    <message>
        <source>The beginning of the file is damaged.</source>
        <translation>Der Anfang der Datei ist beschädigt.</translation>
    </message>
    <message>
        <source>It is too short, or does not begin as it should.</source>
        <translation>Sie ist zu kurz oder beginnt nicht, wie sie sollte.</translation>
    </message>
    <message>
        <source>Its header does not match the header&apos;s checksum.</source>
        <translation>Ihr Kopf passt nicht zu dessen Prüfsumme.</translation>
    </message>
    <message>
        <source>A newer version of this program wrote this file.</source>
        <translation>Eine neuere Version dieses Programms hat diese Datei geschrieben.</translation>
    </message>
    <message>
        <source>Format %1.</source>
        <translation>Format %1.</translation>
    </message>
    <message>
        <source>It asks for more or less work than any file of this program.</source>
        <translation>Sie verlangt mehr oder weniger Arbeit als jede Datei dieses Programms.</translation>
    </message>
</context>
<context>
    <name>Customers</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Telefon</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
</context>
<context>
    <name>Customers::CustomerRepository</name>
    <message>
        <source>The connection broke while saving. The server kept the old state; save again.</source>
        <translation>Die Verbindung ist beim Speichern abgebrochen. Auf dem Server gilt noch der alte Stand; bitte noch einmal speichern.</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s)</source>
        <translation>
            <numerusform>%n Auftrag</numerusform>
            <numerusform>%n Aufträge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) in %1</source>
        <translation>
            <numerusform>%n Zeile in %1</numerusform>
            <numerusform>%n Zeilen in %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was deleted, because these customers still have %1.</source>
        <translation>Nichts wurde gelöscht, denn diese Kunden haben noch %1.</translation>
    </message>
    <message>
        <source>Somebody changed one of these customers meanwhile. Nothing was deleted; look at the list again.</source>
        <translation>Einer dieser Kunden wurde inzwischen von jemand anderem geändert. Nichts wurde gelöscht; bitte die Liste noch einmal ansehen.</translation>
    </message>
</context>
<context>
    <name>Customers::DraftJournal</name>
    <message>
        <source>The unsaved changes of last time could not be read. They were set aside.</source>
        <translation>Die nicht gespeicherten Änderungen vom letzten Mal konnten nicht gelesen werden. Sie wurden beiseitegelegt.</translation>
    </message>
    <message>
        <source>Unsaved changes cannot be kept: “%1” is not writable.</source>
        <translation>Nicht gespeicherte Änderungen können nicht aufbewahrt werden: In „%1“ kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Too many windows are open on this database to keep unsaved changes.</source>
        <translation>Für diese Datenbank sind zu viele Fenster offen, um nicht gespeicherte Änderungen aufzubewahren.</translation>
    </message>
</context>
<context>
    <name>Customers::Rules</name>
    <message>
        <source>This field is required.</source>
        <translation>Dieses Feld muss ausgefüllt sein.</translation>
    </message>
    <message>
        <source>This text has a character that cannot be stored. Type it anew.</source>
        <translation>Dieser Text enthält ein Zeichen, das nicht gespeichert werden kann. Bitte neu eingeben.</translation>
    </message>
    <message numerus="yes">
        <source>%n character(s) too many.</source>
        <translation>
            <numerusform>%n Zeichen zu viel.</numerusform>
            <numerusform>%n Zeichen zu viel.</numerusform>
        </translation>
    </message>
    <message>
        <source>This is no e-mail address, such as name@example.com.</source>
        <translation>Das ist keine E-Mail-Adresse wie name@example.com.</translation>
    </message>
</context>
<context>
    <name>Db</name>
    <message>
        <source>The table Customer has no column “%1”, which this program needs. Nothing was changed; choose another database.</source>
        <translation>Der Tabelle Customer fehlt die Spalte „%1“, die dieses Programm braucht. Nichts wurde geändert; bitte eine andere Datenbank wählen.</translation>
    </message>
    <message>
        <source>The connection was closed.</source>
        <translation>Die Verbindung wurde geschlossen.</translation>
    </message>
    <message>
        <source>The database took too long to answer and was stopped. Try again, or check the connection.</source>
        <translation>Die Antwort der Datenbank hat zu lange gedauert, die Anfrage wurde angehalten. Bitte noch einmal versuchen oder die Verbindung prüfen.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Angehalten.</translation>
    </message>
    <message>
        <source>You may not read “%1”.</source>
        <translation>Für „%1“ fehlt die Leseberechtigung.</translation>
    </message>
    <message>
        <source>There is no file “%1”. Nothing was created; check the name, or create a new database.</source>
        <translation>Es gibt keine Datei „%1“. Nichts wurde angelegt; bitte den Namen prüfen oder eine neue Datenbank anlegen.</translation>
    </message>
    <message>
        <source>“%1” is a folder. Choose a database file.</source>
        <translation>„%1“ ist ein Ordner. Bitte eine Datenbankdatei wählen.</translation>
    </message>
    <message>
        <source>“%1” is not an ordinary file. Choose a database file.</source>
        <translation>„%1“ ist keine gewöhnliche Datei. Bitte eine Datenbankdatei wählen.</translation>
    </message>
    <message>
        <source>The folder of “%1” could not be created.</source>
        <translation>Der Ordner für „%1“ konnte nicht angelegt werden.</translation>
    </message>
    <message>
        <source>“%1” exists already. It was left as it is.</source>
        <translation>„%1“ gibt es schon. Die Datei wurde nicht verändert.</translation>
    </message>
    <message>
        <source>“%1” could not be created.</source>
        <translation>„%1“ konnte nicht angelegt werden.</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>dieser Computer</translation>
    </message>
    <message>
        <source>The connection broke while saving, and the server could not be asked whether it kept the changes. They stay here as drafts.</source>
        <translation>Die Verbindung ist beim Speichern abgebrochen, und der Server konnte nicht gefragt werden, ob die Änderungen angekommen sind. Sie bleiben hier als Entwurf erhalten.</translation>
    </message>
    <message>
        <source>Other records still refer to this customer. Nothing was changed.</source>
        <translation>Auf diesen Kunden verweisen noch andere Einträge. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>A required field is empty. Nothing was changed.</source>
        <translation>Ein Pflichtfeld ist leer. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>A rule of the database forbids this value. Nothing was changed.</source>
        <translation>Eine Regel der Datenbank verbietet diesen Wert. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The database does not accept one of the values. Nothing was changed.</source>
        <translation>Die Datenbank nimmt einen der Werte nicht an. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>This database is open for reading only. Nothing was changed.</source>
        <translation>Diese Datenbank ist nur zum Lesen geöffnet. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The server refused the user name or the password. Check both.</source>
        <translation>Der Server hat Benutzername oder Passwort abgelehnt. Bitte beides prüfen.</translation>
    </message>
    <message>
        <source>Your database user is not allowed to do this. Nothing was changed; ask the person who looks after the database.</source>
        <translation>Dem Datenbankbenutzer ist das nicht erlaubt. Nichts wurde geändert; weiter hilft, wer die Datenbank betreut.</translation>
    </message>
    <message>
        <source>A table this program needs is not there.</source>
        <translation>Eine Tabelle, die dieses Programm braucht, ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>A column this program needs is not there.</source>
        <translation>Eine Spalte, die dieses Programm braucht, ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>The database did not understand a request of this program.</source>
        <translation>Die Datenbank hat eine Anfrage dieses Programms nicht verstanden.</translation>
    </message>
    <message>
        <source>There is no database of this name on the server.</source>
        <translation>Auf dem Server gibt es keine Datenbank mit diesem Namen.</translation>
    </message>
    <message>
        <source>Somebody else changed the same data at the same moment. Nothing was changed; try again.</source>
        <translation>Jemand anderes hat im selben Moment dieselben Daten geändert. Nichts wurde geändert; bitte noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Somebody else holds the data this needs. Nothing was changed; try again in a moment.</source>
        <translation>Jemand anderes benutzt gerade die nötigen Daten. Nichts wurde geändert; bitte gleich noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The server has no free connection. Try again in a moment.</source>
        <translation>Der Server hat keine freie Verbindung. Bitte gleich noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The server is out of space or memory. Nothing was changed.</source>
        <translation>Dem Server fehlt Speicherplatz. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The server ended the connection. It is opened again when you go on.</source>
        <translation>Der Server hat die Verbindung beendet. Beim Weiterarbeiten wird sie neu geöffnet.</translation>
    </message>
    <message>
        <source>The connection to the server broke. It is opened again when you go on.</source>
        <translation>Die Verbindung zum Server ist abgebrochen. Beim Weiterarbeiten wird sie neu geöffnet.</translation>
    </message>
    <message>
        <source>“%1” refused the user name or the password. Check both.</source>
        <translation>„%1“ hat Benutzername oder Passwort abgelehnt. Bitte beides prüfen.</translation>
    </message>
    <message>
        <source>“%1” asks for a password, and the connection string has none.</source>
        <translation>„%1“ verlangt ein Passwort, aber die Verbindungszeichenfolge enthält keines.</translation>
    </message>
    <message>
        <source>“%1” does not let this user in from this computer.</source>
        <translation>„%1“ lässt diesen Benutzer von diesem Computer aus nicht zu.</translation>
    </message>
    <message>
        <source>No encrypted connection to “%1” could be made. Nothing was sent to it.</source>
        <translation>Zu „%1“ war keine verschlüsselte Verbindung möglich. Es wurde nichts dorthin gesendet.</translation>
    </message>
    <message>
        <source>“%1” has no such database or user. Check the names.</source>
        <translation>Diese Datenbank oder diesen Benutzer gibt es auf „%1“ nicht. Bitte die Namen prüfen.</translation>
    </message>
    <message>
        <source>There is no server named “%1”, or this computer is offline.</source>
        <translation>Es gibt keinen Server namens „%1“, oder dieser Computer ist offline.</translation>
    </message>
    <message>
        <source>“%1” does not accept connections. Is the server running, and the port right?</source>
        <translation>„%1“ nimmt keine Verbindungen an. Läuft der Server, und stimmt der Port?</translation>
    </message>
    <message>
        <source>“%1” did not answer in time. Check the network, then try again.</source>
        <translation>„%1“ hat nicht rechtzeitig geantwortet. Bitte das Netzwerk prüfen und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The server reported an error. Nothing was changed.</source>
        <translation>Der Server hat einen Fehler gemeldet. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>No connection to “%1”. Check the address and the network.</source>
        <translation>Keine Verbindung zu „%1“. Bitte Adresse und Netzwerk prüfen.</translation>
    </message>
    <message>
        <source>The connection broke while saving. The server kept the old state; save again.</source>
        <translation>Die Verbindung ist beim Speichern abgebrochen. Auf dem Server gilt noch der alte Stand; bitte noch einmal speichern.</translation>
    </message>
    <message>
        <source>Qt&apos;s SQLite driver and this program use different copies of SQLite. Install both from the same distribution.</source>
        <translation>Der SQLite-Treiber von Qt und dieses Programm verwenden verschiedene Ausgaben von SQLite. Bitte beide aus derselben Distribution installieren.</translation>
    </message>
    <message>
        <source>Another program is using “%1” right now. Nothing was changed. Close it there, or try again in a moment.</source>
        <translation>Ein anderes Programm benutzt gerade „%1“. Nichts wurde geändert. Bitte die Datei dort schließen oder es gleich noch einmal versuchen.</translation>
    </message>
    <message>
        <source>“%1” can only be read. Nothing was changed.</source>
        <translation>„%1“ kann nur gelesen werden. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>“%1” is not an SQLite database. It was left as it is; choose another file.</source>
        <translation>„%1“ ist keine SQLite-Datenbank. Die Datei wurde nicht verändert; bitte eine andere wählen.</translation>
    </message>
    <message>
        <source>The database file “%1” is damaged. It was left as it is; open a backup instead.</source>
        <translation>Die Datenbankdatei „%1“ ist beschädigt. Sie wurde nicht verändert; bitte stattdessen eine Sicherungskopie öffnen.</translation>
    </message>
    <message>
        <source>“%1” could not be opened. Check that you may read the file and its folder.</source>
        <translation>„%1“ konnte nicht geöffnet werden. Bitte prüfen, ob für die Datei und ihren Ordner eine Leseberechtigung besteht.</translation>
    </message>
    <message>
        <source>The disk is full. Nothing was changed; free some space and try again.</source>
        <translation>Der Datenträger ist voll. Nichts wurde geändert; bitte Platz schaffen und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The disk reported an error while “%1” was used. Nothing was changed.</source>
        <translation>Der Datenträger hat bei der Arbeit mit „%1“ einen Fehler gemeldet. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>A value is too long. Nothing was changed.</source>
        <translation>Ein Wert ist zu lang. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>SQLite reported an error.</source>
        <translation>SQLite hat einen Fehler gemeldet.</translation>
    </message>
    <message>
        <source>The database at “%1” is still waking up. Try again in a few seconds.</source>
        <translation>Die Datenbank bei „%1“ wacht noch auf. Bitte in ein paar Sekunden noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The server “%1” is just starting. Try again in a few seconds.</source>
        <translation>Der Server „%1“ startet gerade. Bitte in ein paar Sekunden noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The server “%1” is just being stopped. Try again in a minute.</source>
        <translation>Der Server „%1“ wird gerade angehalten. Bitte in einer Minute noch einmal versuchen.</translation>
    </message>
    <message>
        <source>“%1” has no free connection. Close programs that use it, or try again in a moment.</source>
        <translation>„%1“ hat keine freie Verbindung. Bitte Programme schließen, die ihn benutzen, oder es gleich noch einmal versuchen.</translation>
    </message>
    <message>
        <source>“%1” has too much to do at the moment. Try again in a few seconds.</source>
        <translation>„%1“ ist zurzeit überlastet. Bitte in ein paar Sekunden noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The connection pooler “%1” cannot reach the database behind it. Try again in a moment; if it stays so, check that the database is running.</source>
        <translation>Der Verbindungspooler „%1“ erreicht die Datenbank dahinter nicht. Bitte gleich noch einmal versuchen; bleibt es dabei, bitte prüfen, ob die Datenbank läuft.</translation>
    </message>
    <message>
        <source>The connection pooler “%1” waited in vain for a connection to the database: too many programs use it, or the database is not running. Try again in a moment.</source>
        <translation>Der Verbindungspooler „%1“ hat vergeblich auf eine Verbindung zur Datenbank gewartet: Zu viele Programme benutzen sie, oder die Datenbank läuft nicht. Bitte gleich noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The network does not reach “%1”. Check the network of this computer.</source>
        <translation>Das Netzwerk erreicht „%1“ nicht. Bitte das Netzwerk dieses Computers prüfen.</translation>
    </message>
    <message>
        <source>What answers at “%1” is no PostgreSQL server. Check the host and the port.</source>
        <translation>Was bei „%1“ antwortet, ist kein PostgreSQL-Server. Bitte Host und Port prüfen.</translation>
    </message>
    <message>
        <source>“%1” took the connection and ended it at once. Try again in a moment; if it stays so, check that the server is running and the port is right.</source>
        <translation>„%1“ hat die Verbindung angenommen und sofort beendet. Bitte gleich noch einmal versuchen; bleibt es dabei, bitte prüfen, ob der Server läuft und der Port stimmt.</translation>
    </message>
    <message>
        <source>The plan of “%1” is used up. Look at its quota in the provider&apos;s console.</source>
        <translation>Der Tarif von „%1“ ist ausgeschöpft. Das Kontingent steht in der Konsole des Anbieters.</translation>
    </message>
    <message>
        <source>The provider knows no database of the address “%1”. Check the host name; the branch may have been deleted.</source>
        <translation>Der Anbieter kennt keine Datenbank mit der Adresse „%1“. Bitte den Hostnamen prüfen; vielleicht wurde der Branch gelöscht.</translation>
    </message>
    <message>
        <source>“%1” was switched off at the provider. Switch it on in the provider&apos;s console.</source>
        <translation>„%1“ wurde beim Anbieter abgeschaltet. Bitte in der Konsole des Anbieters einschalten.</translation>
    </message>
    <message>
        <source>The provider could not tell which database is meant. Connect to “%1” by its full host name, not by an address.</source>
        <translation>Der Anbieter konnte nicht erkennen, welche Datenbank gemeint ist. Bitte mit dem vollständigen Hostnamen von „%1“ verbinden, nicht mit einer Adresse.</translation>
    </message>
    <message>
        <source>“%1” is a connection pooler and refuses a start-up option. Remove “options” from the connection string, or use the direct host.</source>
        <translation>„%1“ ist ein Verbindungspooler und lehnt eine Startoption ab. Bitte „options“ aus der Verbindungszeichenfolge entfernen oder den direkten Host verwenden.</translation>
    </message>
    <message>
        <source>“%1” knows this user, but does not let it log in. Use another one.</source>
        <translation>„%1“ kennt diesen Benutzer, lässt ihn aber nicht anmelden. Bitte einen anderen verwenden.</translation>
    </message>
    <message>
        <source>This user may not connect to that database on “%1”. Ask the person who looks after the database.</source>
        <translation>Dieser Benutzer darf sich nicht mit dieser Datenbank auf „%1“ verbinden. Weiter hilft, wer die Datenbank betreut.</translation>
    </message>
    <message>
        <source>That database on “%1” is closed for connections. Ask the person who looks after the database.</source>
        <translation>Diese Datenbank auf „%1“ nimmt keine Verbindungen an. Weiter hilft, wer die Datenbank betreut.</translation>
    </message>
    <message>
        <source>“%1” could not prove that it knows the password&apos;s check value (channel binding), so somebody may be listening in between. The password was not sent.</source>
        <translation>„%1“ konnte nicht beweisen, dass der Prüfwert des Passworts dort bekannt ist (Channel Binding); vielleicht hört dazwischen jemand mit. Das Passwort wurde nicht gesendet.</translation>
    </message>
    <message>
        <source>This password has characters that cannot be sent to the server safely. Nothing was changed. Use printable ASCII characters.</source>
        <translation>Dieses Passwort enthält Zeichen, die sich nicht sicher an den Server senden lassen. Nichts wurde geändert. Bitte druckbare ASCII-Zeichen verwenden.</translation>
    </message>
    <message>
        <source>This database is locked against changes. Nothing was changed; unlock it first.</source>
        <translation>Diese Datenbank ist gegen Änderungen gesperrt. Nichts wurde geändert; bitte zuerst entsperren.</translation>
    </message>
    <message>
        <source>The certificate of “%1” comes from an authority that this computer does not trust, so it may not be the right server. Nothing was sent to it. If the server has an authority of its own, choose that authority&apos;s certificate file (sslrootcert).</source>
        <translation>Das Zertifikat von „%1“ stammt von einer Stelle, der dieser Computer nicht vertraut; vielleicht ist es nicht der richtige Server. Es wurde nichts dorthin gesendet. Hat der Server eine eigene Zertifizierungsstelle, bitte deren Zertifikatsdatei wählen (sslrootcert).</translation>
    </message>
    <message>
        <source>“%1” vouches only for itself (a self-signed certificate), so anybody could be answering. Nothing was sent to it. Ask the person who looks after the server for its certificate file and choose it as the one to trust (sslrootcert).</source>
        <translation>„%1“ bürgt nur für sich selbst (ein selbst signiertes Zertifikat); antworten könnte also jeder. Es wurde nichts dorthin gesendet. Bitte bei der Person, die den Server betreut, um die Zertifikatsdatei bitten und sie als vertrauenswürdig wählen (sslrootcert).</translation>
    </message>
    <message>
        <source>The certificate of “%1” is for a server of another name, so it may not be the right one. Nothing was sent to it. Check the host name: it must be the one the server is known by, not an IP address.</source>
        <translation>Das Zertifikat von „%1“ gilt für einen Server mit anderem Namen; vielleicht ist es nicht der richtige. Es wurde nichts dorthin gesendet. Bitte den Hostnamen prüfen: Es muss der Name sein, unter dem der Server bekannt ist, keine IP-Adresse.</translation>
    </message>
    <message>
        <source>The certificate of “%1” has expired. Nothing was sent to it. Check the date of this computer; if it is right, the person who looks after the server must renew the certificate.</source>
        <translation>Das Zertifikat von „%1“ ist abgelaufen. Es wurde nichts dorthin gesendet. Bitte das Datum dieses Computers prüfen; stimmt es, muss das Zertifikat von der Person erneuert werden, die den Server betreut.</translation>
    </message>
    <message>
        <source>The certificate of “%1” is not valid yet. Nothing was sent to it. Check the date of this computer; if it is right, ask the person who looks after the server.</source>
        <translation>Das Zertifikat von „%1“ gilt noch nicht. Es wurde nichts dorthin gesendet. Bitte das Datum dieses Computers prüfen; stimmt es, hilft weiter, wer den Server betreut.</translation>
    </message>
    <message>
        <source>“%1” could not prove that it is the right server: its certificate was not accepted. Nothing was sent to it. Ask the person who looks after the server.</source>
        <translation>„%1“ konnte nicht beweisen, der richtige Server zu sein: Das Zertifikat wurde nicht anerkannt. Es wurde nichts dorthin gesendet. Weiter hilft, wer den Server betreut.</translation>
    </message>
    <message>
        <source>“%1” offers no encryption, or somebody on the way takes it away. Nothing was sent to it. Try another network; if it stays so, ask the person who looks after the server to turn TLS on.</source>
        <translation>„%1“ bietet keine Verschlüsselung an, oder jemand unterbindet sie unterwegs. Es wurde nichts dorthin gesendet. Bitte ein anderes Netzwerk versuchen; bleibt es dabei, bitte TLS von der Person einschalten lassen, die den Server betreut.</translation>
    </message>
    <message>
        <source>“%1” lets this user in over an encrypted connection only. No password was sent. Set the encryption of this connection to “verify-full”.</source>
        <translation>„%1“ lässt diesen Benutzer nur über eine verschlüsselte Verbindung zu. Es wurde kein Passwort gesendet. Bitte die Verschlüsselung dieser Verbindung auf „verify-full“ stellen.</translation>
    </message>
    <message>
        <source>This computer and “%1” have no version of TLS in common. Nothing was sent to it. Ask the person who looks after the server to allow TLS 1.2 or newer.</source>
        <translation>Dieser Computer und „%1“ haben keine gemeinsame TLS-Version. Es wurde nichts dorthin gesendet. Bitte TLS 1.2 oder neuer von der Person erlauben lassen, die den Server betreut.</translation>
    </message>
    <message>
        <source>The file with the authorities to trust is missing or cannot be read, so “%1” cannot be checked. Nothing was sent to it. Choose another file (sslrootcert), or install the package “ca-certificates”.</source>
        <translation>Die Datei mit den vertrauenswürdigen Stellen fehlt oder ist nicht lesbar, deshalb kann „%1“ nicht geprüft werden. Es wurde nichts dorthin gesendet. Bitte eine andere Datei wählen (sslrootcert) oder das Paket „ca-certificates“ installieren.</translation>
    </message>
    <message>
        <source>The client certificate for “%1” is missing, or its key cannot be used. Check both files (sslcert, sslkey); nobody else may be able to read the key.</source>
        <translation>Das Client-Zertifikat für „%1“ fehlt, oder sein Schlüssel ist nicht verwendbar. Bitte beide Dateien prüfen (sslcert, sslkey); den Schlüssel darf niemand sonst lesen können.</translation>
    </message>
    <message>
        <source>A PostgreSQL database cannot be replaced by an SQLite file as a whole. Nothing was changed.</source>
        <translation>Eine PostgreSQL-Datenbank kann nicht als Ganzes durch eine SQLite-Datei ersetzt werden. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>A row has another number of fields than its table. Nothing was changed.</source>
        <translation>Eine Zeile hat eine andere Zahl von Feldern als ihre Tabelle. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Other programs cannot share a moment of an SQLite file.</source>
        <translation>Andere Programme können einen Augenblick einer SQLite-Datei nicht teilen.</translation>
    </message>
    <message>
        <source>The server stopped answering in the middle of the work, and the connection was closed. Nothing was changed; check the network, then try again.</source>
        <translation>Der Server hat mitten in der Arbeit aufgehört zu antworten, und die Verbindung wurde geschlossen. Nichts wurde geändert; prüfen Sie das Netz, und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>The last change of “%1” was not finished. Open it once to be able to write, so that it is put in order, then try again.</source>
        <translation>Die letzte Änderung von „%1“ wurde nicht abgeschlossen. Öffnen Sie die Datei einmal zum Schreiben, damit sie in Ordnung gebracht wird, und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>“%1” is a link to another file. Choose the file itself.</source>
        <translation>„%1“ ist ein Verweis auf eine andere Datei. Wählen Sie die Datei selbst.</translation>
    </message>
    <message>
        <source>“%1” is empty: it holds no database.</source>
        <translation>„%1“ ist leer: Sie enthält keine Datenbank.</translation>
    </message>
    <message>
        <source>Copying the database</source>
        <translation>Die Datenbank wird kopiert</translation>
    </message>
    <message>
        <source>A value is not what its column holds. Nothing was changed.</source>
        <translation>Ein Wert ist nicht, was seine Spalte enthält. Nichts wurde geändert.</translation>
    </message>
</context>
<context>
    <name>Db::ConnectionString</name>
    <message>
        <source>a control character is not allowed here</source>
        <translation>ein Steuerzeichen ist hier nicht erlaubt</translation>
    </message>
    <message>
        <source>an equals sign is missing before the next semicolon; a value with a semicolon needs quotes</source>
        <translation>vor dem nächsten Semikolon fehlt ein Gleichheitszeichen; ein Wert mit Semikolon braucht Anführungszeichen</translation>
    </message>
    <message>
        <source>the keyword before the equals sign is missing</source>
        <translation>vor dem Gleichheitszeichen fehlt das Schlüsselwort</translation>
    </message>
    <message>
        <source>this quote is not closed</source>
        <translation>dieses Anführungszeichen wird nicht geschlossen</translation>
    </message>
    <message>
        <source>after a closing quote only a semicolon may follow; a quote inside the value is written twice</source>
        <translation>nach dem schließenden Anführungszeichen darf nur ein Semikolon folgen; Anführungszeichen im Wert werden verdoppelt</translation>
    </message>
    <message>
        <source>the value that starts here ends with a quote but does not start with one</source>
        <translation>der Wert, der hier beginnt, endet mit einem Anführungszeichen, beginnt aber mit keinem</translation>
    </message>
    <message>
        <source>The connection string cannot be read, at character %1: %2.</source>
        <translation>Die Verbindungszeichenfolge ist ab Zeichen %1 nicht lesbar: %2.</translation>
    </message>
    <message>
        <source>The connection string cannot be used, at “%1”: %2.</source>
        <translation>Die Verbindungszeichenfolge ist wegen „%1“ nicht verwendbar: %2.</translation>
    </message>
    <message>
        <source>the character U+0000 is not allowed</source>
        <translation>das Zeichen U+0000 ist nicht erlaubt</translation>
    </message>
    <message>
        <source>half a character is not allowed</source>
        <translation>ein halbes Zeichen ist nicht erlaubt</translation>
    </message>
    <message>
        <source>there is an “@” that does not stand between password and host; inside a user name, password or database write %40 for “@” and %2F for “/”</source>
        <translation>ein „@“ steht nicht zwischen Passwort und Host; in Benutzername, Passwort oder Datenbank wird „@“ als %40 und „/“ als %2F geschrieben</translation>
    </message>
    <message>
        <source>JDBC addresses are not supported; write postgresql://user@host/database</source>
        <translation>JDBC-Adressen werden nicht unterstützt; richtig ist postgresql://benutzer@host/datenbank</translation>
    </message>
    <message>
        <source>there is white space before postgresql://; remove it</source>
        <translation>vor postgresql:// steht ein Leerzeichen, das dort nicht hingehört</translation>
    </message>
    <message>
        <source>this kind of address is not known; a server&apos;s begins with postgresql:// in lower case, a file&apos;s with ./ or a folder</source>
        <translation>diese Art von Adresse ist unbekannt; die eines Servers beginnt mit postgresql:// in Kleinbuchstaben, die einer Datei mit ./ oder einem Ordner</translation>
    </message>
    <message>
        <source>“%1” belongs to a server, but “%2” names a SQLite file; a PostgreSQL server is named by “Host”</source>
        <translation>„%1“ gehört zu einem Server, aber „%2“ nennt eine SQLite-Datei; ein PostgreSQL-Server wird mit „Host“ angegeben</translation>
    </message>
    <message>
        <source>“%1” was ignored: it is not a parameter. The host name decides whether a pooler is used (at Neon, “-pooler” in it).</source>
        <translation>„%1“ blieb unbeachtet, denn es ist kein Parameter. Ob ein Pooler benutzt wird, entscheidet der Hostname (bei Neon enthält er „-pooler“).</translation>
    </message>
    <message>
        <source>“%1” was ignored: to set a search path, write options=-csearch_path%3Dname.</source>
        <translation>„%1“ blieb unbeachtet: Ein Suchpfad wird als options=-csearch_path%3Dname geschrieben.</translation>
    </message>
    <message>
        <source>“%1” was ignored: the installed libpq does not know it.</source>
        <translation>„%1“ blieb unbeachtet: Die installierte libpq kennt es nicht.</translation>
    </message>
    <message>
        <source>the percent-encoded text is not UTF-8</source>
        <translation>der mit Prozentzeichen geschriebene Text ist kein UTF-8</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>sie ist leer</translation>
    </message>
    <message>
        <source>the first keyword is not known; a file whose name has an equals sign is written with ./ or its folder</source>
        <translation>das erste Schlüsselwort ist unbekannt; eine Datei mit Gleichheitszeichen im Namen wird mit ./ oder ihrem Ordner geschrieben</translation>
    </message>
    <message>
        <source>this keyword is not known; if it is part of a password, quote or percent-encode the password</source>
        <translation>dieses Schlüsselwort ist unbekannt; gehört es zu einem Passwort, das Passwort in Anführungszeichen setzen oder mit Prozentzeichen schreiben</translation>
    </message>
    <message>
        <source>an equals sign is missing after this word; a value with blanks needs single quotes</source>
        <translation>nach diesem Wort fehlt ein Gleichheitszeichen; ein Wert mit Leerzeichen braucht einfache Anführungszeichen</translation>
    </message>
    <message>
        <source>the closing bracket of the IPv6 address is missing</source>
        <translation>die schließende Klammer der IPv6-Adresse fehlt</translation>
    </message>
    <message>
        <source>the IPv6 address between the brackets is empty</source>
        <translation>zwischen den Klammern fehlt die IPv6-Adresse</translation>
    </message>
    <message>
        <source>after an IPv6 address only a port, a comma, a slash or a question mark may follow</source>
        <translation>nach einer IPv6-Adresse darf nur ein Port, ein Komma, ein Schrägstrich oder ein Fragezeichen folgen</translation>
    </message>
    <message>
        <source>an equals sign is missing after this parameter</source>
        <translation>nach diesem Parameter fehlt ein Gleichheitszeichen</translation>
    </message>
    <message>
        <source>this parameter has a second equals sign; write %3D</source>
        <translation>dieser Parameter hat ein zweites Gleichheitszeichen; geschrieben wird es %3D</translation>
    </message>
    <message>
        <source>two hexadecimal digits must follow a percent sign; write %25 for the sign itself</source>
        <translation>auf ein Prozentzeichen müssen zwei Hexadezimalziffern folgen; das Zeichen selbst wird %25 geschrieben</translation>
    </message>
    <message>
        <source>%00 is not allowed</source>
        <translation>%00 ist nicht erlaubt</translation>
    </message>
    <message>
        <source>a blank must be written %20</source>
        <translation>ein Leerzeichen wird %20 geschrieben</translation>
    </message>
    <message>
        <source>“hostaddr” was ignored: the address is looked up from the host name.</source>
        <translation>„hostaddr“ blieb unbeachtet: Die Adresse ergibt sich aus dem Hostnamen.</translation>
    </message>
    <message>
        <source>there must be one port, or as many as there are hosts</source>
        <translation>nötig ist ein Port oder genau so viele Ports wie Hosts</translation>
    </message>
    <message>
        <source>the port is not a number from 1 to 65535; if the password contains “/”, “:” or “@”, write %2F, %3A or %40</source>
        <translation>der Port ist keine Zahl von 1 bis 65535; enthält das Passwort „/“, „:“ oder „@“, wird das %2F, %3A oder %40 geschrieben</translation>
    </message>
    <message>
        <source>allowed are disable, allow, prefer, require, verify-ca and verify-full</source>
        <translation>erlaubt sind disable, allow, prefer, require, verify-ca und verify-full</translation>
    </message>
    <message>
        <source>With the system&apos;s certificates the server&apos;s name is always checked: sslmode is verify-full.</source>
        <translation>Mit den Zertifikaten des Systems wird der Name des Servers immer geprüft: sslmode ist verify-full.</translation>
    </message>
    <message>
        <source>The password is empty: it is treated as not given.</source>
        <translation>Das Passwort ist leer und gilt als nicht angegeben.</translation>
    </message>
    <message>
        <source>the value is not a whole number</source>
        <translation>der Wert ist keine ganze Zahl</translation>
    </message>
    <message>
        <source>allowed are %1</source>
        <translation>erlaubt sind %1</translation>
    </message>
    <message>
        <source>“%1” was ignored: a connection pooler refuses start-up options.</source>
        <translation>„%1“ blieb unbeachtet: Ein Pooler lehnt Startoptionen ab.</translation>
    </message>
    <message>
        <source>The client encoding was ignored: it is always UTF-8.</source>
        <translation>Die Zeichenkodierung blieb unbeachtet: Sie ist immer UTF-8.</translation>
    </message>
    <message>
        <source>Encryption by Kerberos was ignored: connections are encrypted by TLS.</source>
        <translation>Die Verschlüsselung mit Kerberos blieb unbeachtet: Verbindungen werden mit TLS verschlüsselt.</translation>
    </message>
    <message>
        <source>“%1” was ignored: service files are not read, because they can redirect a connection. Give host, database and user here.</source>
        <translation>„%1“ blieb unbeachtet: Dienstdateien werden nicht gelesen, weil sie eine Verbindung umleiten können. Bitte Host, Datenbank und Benutzer hier angeben.</translation>
    </message>
    <message>
        <source>“%1” was ignored: a client key with a passphrase is not supported.</source>
        <translation>„%1“ blieb unbeachtet: Ein Client-Schlüssel mit Passphrase wird nicht unterstützt.</translation>
    </message>
    <message>
        <source>“%1” was ignored: this program does not use it.</source>
        <translation>„%1“ blieb unbeachtet: Dieses Programm verwendet es nicht.</translation>
    </message>
    <message>
        <source>The connection is not encrypted: password and customer data can be read on the way (sslmode disable).</source>
        <translation>Die Verbindung ist nicht verschlüsselt: Passwort und Kundendaten können unterwegs mitgelesen werden (sslmode disable).</translation>
    </message>
    <message>
        <source>The connection may be unencrypted, because the server decides (sslmode %1). Use verify-full.</source>
        <translation>Die Verbindung ist vielleicht unverschlüsselt, denn das entscheidet der Server (sslmode %1). Besser ist verify-full.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is trusted without a check: the connection is encrypted, but anybody could be answering.</source>
        <translation>Dem Zertifikat des Servers wird ungeprüft vertraut: Die Verbindung ist verschlüsselt, aber antworten könnte jeder.</translation>
    </message>
    <message>
        <source>The connection is encrypted, but nobody checks who answers (sslmode require). Use verify-full.</source>
        <translation>Die Verbindung ist verschlüsselt, aber es wird nicht geprüft, wer antwortet (sslmode require). Besser ist verify-full.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is checked, but not its name (sslmode verify-ca). Use verify-full.</source>
        <translation>Das Zertifikat des Servers wird geprüft, sein Name aber nicht (sslmode verify-ca). Besser ist verify-full.</translation>
    </message>
    <message>
        <source>the keyword “Host” is missing</source>
        <translation>das Schlüsselwort „Host“ fehlt</translation>
    </message>
    <message>
        <source>“%1” was ignored: the installed libpq is too old for it.</source>
        <translation>„%1“ blieb unbeachtet: Die installierte libpq ist dafür zu alt.</translation>
    </message>
    <message>
        <source>after an IPv6 address only a port may follow</source>
        <translation>nach einer IPv6-Adresse darf nur ein Port folgen</translation>
    </message>
    <message>
        <source>this is not a host name; keywords are separated by semicolons</source>
        <translation>das ist kein Hostname; Schlüsselwörter werden durch Semikolons getrennt</translation>
    </message>
    <message>
        <source>“%1” was ignored: only Npgsql can prefer a primary server. Use “primary”.</source>
        <translation>„%1“ blieb unbeachtet: Nur Npgsql kann einen Primärserver bevorzugen. Besser ist „primary“.</translation>
    </message>
    <message>
        <source>the value must be true or false</source>
        <translation>der Wert muss true oder false sein</translation>
    </message>
    <message>
        <source>“%1” was ignored: this program cannot do it.</source>
        <translation>„%1“ blieb unbeachtet: Das kann dieses Programm nicht.</translation>
    </message>
    <message>
        <source>The text at character %1, right after the password, is no known keyword and was ignored. If the password contains a semicolon, put it in quotes.</source>
        <translation>Der Text ab Zeichen %1, gleich nach dem Passwort, ist kein bekanntes Schlüsselwort und blieb unbeachtet. Enthält das Passwort ein Semikolon, gehört es in Anführungszeichen.</translation>
    </message>
    <message>
        <source>“%1” was ignored: it is not a known keyword.</source>
        <translation>„%1“ blieb unbeachtet: Das Schlüsselwort ist unbekannt.</translation>
    </message>
    <message>
        <source>A SQLite database in memory is not supported. Name a file instead.</source>
        <translation>Eine SQLite-Datenbank im Arbeitsspeicher wird nicht unterstützt. Bitte stattdessen eine Datei nennen.</translation>
    </message>
    <message>
        <source>“%1” was ignored: this program decides that itself.</source>
        <translation>„%1“ blieb unbeachtet: Das entscheidet dieses Programm selbst.</translation>
    </message>
    <message>
        <source>the file name is missing</source>
        <translation>der Dateiname fehlt</translation>
    </message>
    <message>
        <source>|DataDirectory| means nothing outside of .NET; write the folder</source>
        <translation>|DataDirectory| bedeutet außerhalb von .NET nichts; bitte den Ordner nennen</translation>
    </message>
    <message>
        <source>this is no file but looks like a server&apos;s address, which begins with postgresql://</source>
        <translation>das ist keine Datei, sondern sieht aus wie die Adresse eines Servers; eine solche beginnt mit postgresql://</translation>
    </message>
    <message>
        <source>Opening never creates a file, whatever “%1” says; creating one is an action of its own.</source>
        <translation>Beim Öffnen wird nie eine Datei angelegt, was immer „%1“ sagt; das Anlegen ist ein eigener Schritt.</translation>
    </message>
    <message>
        <source>this mode is not known</source>
        <translation>dieser Modus ist unbekannt</translation>
    </message>
    <message>
        <source>A parameter of the file&apos;s URI is not known and was ignored.</source>
        <translation>Ein Parameter in der URI der Datei ist unbekannt und blieb unbeachtet.</translation>
    </message>
    <message>
        <source>The text at character %1, right after the password, is no known keyword and was ignored.</source>
        <translation>Der Text ab Zeichen %1, gleich nach dem Passwort, ist kein bekanntes Schlüsselwort und blieb unbeachtet.</translation>
    </message>
    <message>
        <source>The password was ignored: encrypted SQLite files are not supported.</source>
        <translation>Das Passwort blieb unbeachtet: Verschlüsselte SQLite-Dateien werden nicht unterstützt.</translation>
    </message>
    <message>
        <source>“%1” was ignored: foreign keys are always checked.</source>
        <translation>„%1“ blieb unbeachtet: Fremdschlüssel werden immer geprüft.</translation>
    </message>
    <message>
        <source>the keyword “Data Source” is missing</source>
        <translation>das Schlüsselwort „Data Source“ fehlt</translation>
    </message>
    <message>
        <source>a SQLite file has no server, user or password</source>
        <translation>eine SQLite-Datei hat weder Server noch Benutzer noch Passwort</translation>
    </message>
    <message>
        <source>the file must be on this computer: write file:///folder/name</source>
        <translation>die Datei muss auf diesem Computer liegen: richtig ist file:///Ordner/Name</translation>
    </message>
</context>
<context>
    <name>Db::Explanation</name>
    <message>
        <source>this computer</source>
        <translation>dieser Computer</translation>
    </message>
    <message>
        <source>port %1</source>
        <translation>Port %1</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>named like the user</source>
        <translation>heißt wie der Benutzer</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>the user of this computer</source>
        <translation>der Benutzer dieses Computers</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>given</source>
        <translation>angegeben</translation>
    </message>
    <message>
        <source>not given</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Verschlüsselung</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Zertifikat</translation>
    </message>
    <message>
        <source>trusted without a check</source>
        <translation>ungeprüft anerkannt</translation>
    </message>
    <message>
        <source>checked against %1</source>
        <translation>geprüft mit %1</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Pooler</source>
        <translation>Pooler</translation>
    </message>
    <message>
        <source>yes; direct host: %1</source>
        <translation>ja; direkter Host: %1</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Datenbanksystem</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>Zugriff</translation>
    </message>
    <message>
        <source>read only</source>
        <translation>nur lesen</translation>
    </message>
    <message>
        <source>read and write</source>
        <translation>lesen und schreiben</translation>
    </message>
    <message>
        <source>Not used</source>
        <translation>Nicht verwendet</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
</context>
<context>
    <name>Db::SettingsFile</name>
    <message>
        <source>The file %1 does not exist.</source>
        <translation>Die Datei %1 gibt es nicht.</translation>
    </message>
    <message>
        <source>The file %1 cannot be opened.</source>
        <translation>Die Datei %1 kann nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>%1 is not a regular file.</source>
        <translation>%1 ist keine gewöhnliche Datei.</translation>
    </message>
    <message>
        <source>The file %1 cannot be read.</source>
        <translation>Die Datei %1 kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The file %1 is larger than 1 MiB, too large for settings.</source>
        <translation>Die Datei %1 ist größer als 1 MiB, zu groß für Einstellungen.</translation>
    </message>
    <message>
        <source>The settings file is JSON, but not an object.</source>
        <translation>Die Einstellungsdatei ist JSON, aber kein Objekt.</translation>
    </message>
    <message>
        <source>The settings file is not valid JSON, at line %1.</source>
        <translation>Die Einstellungsdatei ist in Zeile %1 kein gültiges JSON.</translation>
    </message>
    <message>
        <source>The settings file has a quote that is not closed, in the value that begins at line %1.</source>
        <translation>In der Einstellungsdatei fehlt ein schließendes Anführungszeichen, in dem Wert, der in Zeile %1 beginnt.</translation>
    </message>
    <message>
        <source>The settings file is not UTF-8 text.</source>
        <translation>Die Einstellungsdatei ist kein UTF-8-Text.</translation>
    </message>
    <message>
        <source>%1 has no connection string: neither DefaultConnection nor DATABASE_URL.</source>
        <translation>%1 enthält keine Verbindungszeichenfolge: weder DefaultConnection noch DATABASE_URL.</translation>
    </message>
</context>
<context>
    <name>Doctor</name>
    <message>
        <source>created by this program</source>
        <translation>von diesem Programm angelegt</translation>
    </message>
    <message>
        <source>created by the web application</source>
        <translation>von der Web-Anwendung angelegt</translation>
    </message>
    <message>
        <source>Take out what is not used: %1.</source>
        <translation>Bitte entfernen, was nicht verwendet wird: %1.</translation>
    </message>
    <message>
        <source>A complete path of an SQLite file.</source>
        <translation>Ein vollständiger Pfad einer SQLite-Datei.</translation>
    </message>
    <message>
        <source>Write sslmode=verify-full instead of %1, and leave out “Trust Server Certificate”: with less, whoever sits between can pretend to be the server and read the password.</source>
        <translation>Bitte sslmode=verify-full statt %1 verwenden und „Trust Server Certificate“ weglassen: Sonst kann sich jemand unterwegs als der Server ausgeben und das Passwort lesen.</translation>
    </message>
    <message>
        <source>trusting every certificate</source>
        <translation>Vertrauen in jedes Zertifikat</translation>
    </message>
    <message>
        <source>The user&apos;s name has a colon in it: most likely user and password were encoded as one.</source>
        <translation>Der Benutzername enthält einen Doppelpunkt: Wahrscheinlich wurden Benutzer und Passwort zusammen kodiert.</translation>
    </message>
    <message>
        <source>Write the colon between user and password as it is, not as %3A.</source>
        <translation>Den Doppelpunkt zwischen Benutzer und Passwort bitte unverändert schreiben, nicht als %3A.</translation>
    </message>
    <message>
        <source>It has no password, so the password file of libpq is asked.</source>
        <translation>Sie enthält kein Passwort; deshalb wird die Passwortdatei von libpq gefragt.</translation>
    </message>
    <message>
        <source>Enter the password, or store it with the profile.</source>
        <translation>Bitte das Passwort eingeben oder mit dem Profil speichern.</translation>
    </message>
    <message>
        <source>No sslmode is given: this program then uses verify-full. Other programs need ?sslmode=require at least.</source>
        <translation>Es ist kein sslmode angegeben: Dieses Programm verwendet dann verify-full. Andere Programme brauchen mindestens ?sslmode=require.</translation>
    </message>
    <message>
        <source>No user is given: the name of this computer&apos;s user is taken.</source>
        <translation>Es ist kein Benutzer angegeben: Verwendet wird der Name des Benutzers dieses Computers.</translation>
    </message>
    <message>
        <source>No database is given: the one named like the user is taken.</source>
        <translation>Es ist keine Datenbank angegeben: Verwendet wird die, die wie der Benutzer heißt.</translation>
    </message>
    <message>
        <source>It can be read and is complete.</source>
        <translation>Sie ist lesbar und vollständig.</translation>
    </message>
    <message>
        <source>This table is not the one of GSC Tracking, or its migrations are incomplete: compare it with the application&apos;s, and choose the right database.</source>
        <translation>Diese Tabelle ist nicht die von GSC Tracking, oder ihre Migrationen sind unvollständig: bitte mit der Tabelle der Anwendung vergleichen und die richtige Datenbank wählen.</translation>
    </message>
    <message>
        <source>Try again; the details have the server&apos;s own words.</source>
        <translation>Bitte noch einmal versuchen; die Einzelheiten enthalten die Meldung des Servers.</translation>
    </message>
    <message>
        <source>There is no table &quot;Customer&quot; here.</source>
        <translation>Hier gibt es keine Tabelle „Customer“.</translation>
    </message>
    <message>
        <source>Check that this is the right database. In an empty one this program can create the table when it opens it; the web application does so at its start.</source>
        <translation>Bitte prüfen, ob dies die richtige Datenbank ist. In einer leeren kann dieses Programm die Tabelle beim Öffnen anlegen; die Web-Anwendung tut es bei ihrem Start.</translation>
    </message>
    <message>
        <source>There is no table &quot;Customer&quot; where it is looked for, only %1.</source>
        <translation>Wo sie gesucht wird, gibt es keine Tabelle „Customer“, nur %1.</translation>
    </message>
    <message>
        <source>The name is written with a capital C, in quotes, and the table has to be in a schema of the search_path: ALTER ROLE … SET search_path, or use the right database.</source>
        <translation>Der Name wird mit großem C und in Anführungszeichen geschrieben, und die Tabelle muss in einem Schema des search_path liegen: ALTER ROLE … SET search_path ausführen oder die richtige Datenbank wählen.</translation>
    </message>
    <message numerus="yes">
        <source>It is there, with all columns that are needed (%Ln column(s)).</source>
        <extracomment>%Ln is the number of columns</extracomment>
        <translation>
            <numerusform>Sie ist vorhanden, mit der nötigen Spalte (%Ln Spalte).</numerusform>
            <numerusform>Sie ist vorhanden, mit allen nötigen Spalten (%Ln Spalten).</numerusform>
        </translation>
    </message>
    <message>
        <source>Similar names: %1.</source>
        <translation>Ähnliche Namen: %1.</translation>
    </message>
    <message numerus="yes">
        <source>About %Ln row(s) by the server&apos;s statistics.</source>
        <translation>
            <numerusform>Etwa %Ln Zeile laut Statistik des Servers.</numerusform>
            <numerusform>Etwa %Ln Zeilen laut Statistik des Servers.</numerusform>
        </translation>
    </message>
    <message>
        <source>A migration is running, or was killed and left its lock (__EFMigrationsLock).</source>
        <translation>Eine Migration läuft, oder sie wurde abgebrochen und hat ihre Sperre hinterlassen (__EFMigrationsLock).</translation>
    </message>
    <message>
        <source>If no migration is running, empty that table; until then every migration waits.</source>
        <translation>Läuft keine Migration, diese Tabelle bitte leeren; bis dahin wartet jede Migration.</translation>
    </message>
    <message>
        <source>There is no migration history, though the table is there.</source>
        <translation>Es gibt keine Migrationshistorie, obwohl die Tabelle vorhanden ist.</translation>
    </message>
    <message>
        <source>The web application would try to create the table again at its start and fail (“already exists”). Record its migrations as applied first.</source>
        <translation>Die Web-Anwendung würde bei ihrem Start versuchen, die Tabelle noch einmal anzulegen, und daran scheitern („already exists“). Bitte zuerst ihre Migrationen als angewendet eintragen.</translation>
    </message>
    <message>
        <source>No migration was applied yet.</source>
        <translation>Noch wurde keine Migration angewendet.</translation>
    </message>
    <message>
        <source>The migration history is empty.</source>
        <translation>Die Migrationshistorie ist leer.</translation>
    </message>
    <message>
        <source>Apply the migrations; the web application does so at its start.</source>
        <translation>Bitte die Migrationen anwenden; die Web-Anwendung tut es bei ihrem Start.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln migration(s) applied, the last is %1.</source>
        <translation>
            <numerusform>%Ln Migration angewendet, die letzte ist %1.</numerusform>
            <numerusform>%Ln Migrationen angewendet, die letzte ist %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>The schema was %1.</source>
        <translation>Das Schema wurde %1.</translation>
    </message>
    <message>
        <source>Not known to this program: %1. Newer migrations of the web application are normal.</source>
        <translation>Diesem Programm unbekannt: %1. Neuere Migrationen der Web-Anwendung sind normal.</translation>
    </message>
    <message>
        <source>They are of an old line that the web application no longer has.</source>
        <translation>Sie gehören zu einer alten Linie, die die Web-Anwendung nicht mehr hat.</translation>
    </message>
    <message>
        <source>Two lines of migrations are mixed, one of them old.</source>
        <translation>Zwei Linien von Migrationen sind gemischt, eine davon ist alt.</translation>
    </message>
    <message>
        <source>The web application would try to create its tables again and fail (“already exists”). Back up, then record its present migrations as applied.</source>
        <translation>Die Web-Anwendung würde versuchen, ihre Tabellen noch einmal anzulegen, und daran scheitern („already exists“). Bitte eine Sicherungskopie anlegen und dann ihre jetzigen Migrationen als angewendet eintragen.</translation>
    </message>
    <message>
        <source>Not applied yet: %1.</source>
        <translation>Noch nicht angewendet: %1.</translation>
    </message>
    <message>
        <source>Apply them: the web application does so at its start, over a direct connection.</source>
        <translation>Bitte anwenden: Die Web-Anwendung tut es bei ihrem Start, über eine direkte Verbindung.</translation>
    </message>
    <message>
        <source>Apply them as the tables&apos; owner; this user may not change them.</source>
        <translation>Bitte als Eigentümer der Tabellen anwenden; dieser Benutzer darf sie nicht ändern.</translation>
    </message>
    <message>
        <source>The server does not say which version it is.</source>
        <translation>Der Server nennt seine Version nicht.</translation>
    </message>
    <message>
        <source>PostgreSQL %1 to %2 are supported.</source>
        <translation>PostgreSQL %1 bis %2 wird unterstützt.</translation>
    </message>
    <message>
        <source>PostgreSQL %1 is too old; this program needs %2 or newer.</source>
        <translation>PostgreSQL %1 ist zu alt; dieses Programm braucht %2 oder neuer.</translation>
    </message>
    <message>
        <source>Have the server upgraded to PostgreSQL %1 to %2; %3 is what the environments use.</source>
        <translation>Bitte den Server auf PostgreSQL %1 bis %2 aktualisieren lassen; die Umgebungen verwenden %3.</translation>
    </message>
    <message>
        <source>PostgreSQL %1 is newer than what this program was tried with (%2 to %3).</source>
        <translation>PostgreSQL %1 ist neuer als die Versionen, mit denen dieses Programm erprobt ist (%2 bis %3).</translation>
    </message>
    <message>
        <source>It will most likely work. Look for a newer version of this program.</source>
        <translation>Wahrscheinlich funktioniert es. Bitte nach einer neueren Version dieses Programms sehen.</translation>
    </message>
    <message>
        <source>The environments of the guide use PostgreSQL %1; every version from %2 to %3 is supported.</source>
        <translation>Die Umgebungen der Anleitung verwenden PostgreSQL %1; jede Version von %2 bis %3 wird unterstützt.</translation>
    </message>
    <message>
        <source>Connection string</source>
        <translation>Verbindungszeichenfolge</translation>
    </message>
    <message>
        <source>Server&apos;s address</source>
        <translation>Adresse des Servers</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Verschlüsselung</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Other programs</source>
        <translation>Andere Programme</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Access rights</source>
        <translation>Zugriffsrechte</translation>
    </message>
    <message>
        <source>User&apos;s rights</source>
        <translation>Rechte des Benutzers</translation>
    </message>
    <message>
        <source>Customer table</source>
        <translation>Tabelle Customer</translation>
    </message>
    <message>
        <source>Migrations</source>
        <translation>Migrationen</translation>
    </message>
    <message>
        <source>Pooler</source>
        <translation>Pooler</translation>
    </message>
    <message>
        <source>The pooler at “%1” answers, but it cannot reach the database server behind it.</source>
        <translation>Der Pooler bei „%1“ antwortet, erreicht aber den Datenbankserver dahinter nicht.</translation>
    </message>
    <message>
        <source>Start the database server, or have the pooler&apos;s settings for it checked.</source>
        <translation>Bitte den Datenbankserver starten oder die Einstellungen des Poolers dafür prüfen lassen.</translation>
    </message>
    <message>
        <source>The user “%2” has used up the connections it may have.</source>
        <translation>Der Benutzer „%2“ hat alle Verbindungen verbraucht, die ihm zustehen.</translation>
    </message>
    <message>
        <source>Close other programs that use it, or let the database&apos;s administrator raise its limit (ALTER ROLE … CONNECTION LIMIT).</source>
        <translation>Bitte andere Programme schließen, die ihn verwenden, oder die Grenze von der Verwaltung der Datenbank erhöhen lassen (ALTER ROLE … CONNECTION LIMIT).</translation>
    </message>
    <message>
        <source>The database “%3” has used up the connections it may have.</source>
        <translation>Die Datenbank „%3“ hat alle Verbindungen verbraucht, die ihr zustehen.</translation>
    </message>
    <message>
        <source>Close other programs that use it, or let its owner raise the limit (ALTER DATABASE … CONNECTION LIMIT).</source>
        <translation>Bitte andere Programme schließen, die sie verwenden, oder die Grenze vom Eigentümer erhöhen lassen (ALTER DATABASE … CONNECTION LIMIT).</translation>
    </message>
    <message>
        <source>“%1” has no free connection.</source>
        <translation>„%1“ hat keine freie Verbindung.</translation>
    </message>
    <message>
        <source>Try again in a moment. If it stays so: let applications use a connection pool, shorten their time limits, look for connections they never close, or raise max_connections.</source>
        <translation>Bitte gleich noch einmal versuchen. Bleibt es dabei: in den Anwendungen einen Verbindungspool verwenden, ihre Zeitgrenzen verkürzen, nach Verbindungen suchen, die sie nie schließen, oder max_connections erhöhen.</translation>
    </message>
    <message>
        <source>“%1” has no free connection; the last ones are kept for its administrator.</source>
        <translation>„%1“ hat keine freie Verbindung; die letzten sind der Verwaltung vorbehalten.</translation>
    </message>
    <message>
        <source>The pooler at “%1” has no free place.</source>
        <translation>Der Pooler bei „%1“ hat keinen freien Platz.</translation>
    </message>
    <message>
        <source>Try again in a moment, or raise max_client_conn of the pooler.</source>
        <translation>Bitte gleich noch einmal versuchen oder max_client_conn des Poolers erhöhen.</translation>
    </message>
    <message>
        <source>No encrypted line to “%1” could be made. Nothing was sent to it.</source>
        <translation>Zu „%1“ war keine verschlüsselte Verbindung möglich. Es wurde nichts dorthin gesendet.</translation>
    </message>
    <message>
        <source>Try another network: a device in between may open encrypted lines. If it stays so, ask whoever runs the server for its TLS settings.</source>
        <translation>Bitte ein anderes Netzwerk versuchen: Vielleicht öffnet ein Gerät unterwegs verschlüsselte Verbindungen. Bleibt es dabei, kennt die TLS-Einstellungen, wer den Server betreibt.</translation>
    </message>
    <message>
        <source>What answers at “%1” is no PostgreSQL server.</source>
        <translation>Was bei „%1“ antwortet, ist kein PostgreSQL-Server.</translation>
    </message>
    <message>
        <source>Check the host and the port.</source>
        <translation>Bitte Host und Port prüfen.</translation>
    </message>
    <message>
        <source>The provider has stopped this database: a limit of its plan is used up.</source>
        <translation>Der Anbieter hat diese Datenbank angehalten: Eine Grenze ihres Tarifs ist ausgeschöpft.</translation>
    </message>
    <message>
        <source>Look at the project&apos;s usage in the provider&apos;s console, and wait for the next period or change the plan.</source>
        <translation>Bitte den Verbrauch des Projekts in der Konsole des Anbieters ansehen und den nächsten Zeitraum abwarten oder den Tarif wechseln.</translation>
    </message>
    <message>
        <source>The provider cannot tell which database is meant: the host&apos;s name did not reach it.</source>
        <translation>Der Anbieter kann nicht erkennen, welche Datenbank gemeint ist: Der Name des Hosts kam dort nicht an.</translation>
    </message>
    <message>
        <source>Connect by the full host name, not by an address.</source>
        <translation>Bitte mit dem vollständigen Hostnamen verbinden, nicht mit einer Adresse.</translation>
    </message>
    <message>
        <source>The provider does not know the endpoint in the host&apos;s name, or it is switched off.</source>
        <translation>Der Anbieter kennt den Endpunkt im Namen des Hosts nicht, oder er ist abgeschaltet.</translation>
    </message>
    <message>
        <source>Copy the connection string again from the provider&apos;s console; the branch may have been deleted or renamed.</source>
        <translation>Bitte die Verbindungszeichenfolge noch einmal aus der Konsole des Anbieters kopieren; vielleicht wurde der Branch gelöscht oder umbenannt.</translation>
    </message>
    <message>
        <source>The pooler at “%1” does not know the user “%2”.</source>
        <translation>Der Pooler bei „%1“ kennt den Benutzer „%2“ nicht.</translation>
    </message>
    <message>
        <source>At Supabase&apos;s pooler the user is postgres.PROJECT: copy the connection string again from its console.</source>
        <translation>Beim Pooler von Supabase heißt der Benutzer postgres.PROJEKT: bitte die Verbindungszeichenfolge noch einmal aus der Konsole kopieren.</translation>
    </message>
    <message>
        <source>“%1” refused the password of “%2”, or does not know this user.</source>
        <translation>„%1“ hat das Passwort von „%2“ abgelehnt oder kennt diesen Benutzer nicht.</translation>
    </message>
    <message>
        <source>Copy the connection string again where it is kept (the provider&apos;s console, or “flyctl secrets list” to see which secret the application uses). Special characters in a URI&apos;s password are written %XX. The password may have been changed.</source>
        <translation>Bitte die Verbindungszeichenfolge noch einmal kopieren, wo sie aufbewahrt wird (in der Konsole des Anbieters, oder mit „flyctl secrets list“ nachsehen, welches Geheimnis die Anwendung verwendet). Sonderzeichen im Passwort einer URI werden %XX geschrieben. Vielleicht wurde das Passwort geändert.</translation>
    </message>
    <message>
        <source>Copy the connection string again; the password may have been changed.</source>
        <translation>Bitte die Verbindungszeichenfolge noch einmal kopieren; vielleicht wurde das Passwort geändert.</translation>
    </message>
    <message>
        <source>“%1” asks for a password, and none was given.</source>
        <translation>„%1“ verlangt ein Passwort, und es ist keines angegeben.</translation>
    </message>
    <message>
        <source>Enter the password of “%2”, or store it with the profile.</source>
        <translation>Bitte das Passwort von „%2“ eingeben oder mit dem Profil speichern.</translation>
    </message>
    <message>
        <source>“%1” does not let “%2” into “%3” from this computer.</source>
        <translation>„%1“ lässt „%2“ von diesem Computer aus nicht zu „%3“.</translation>
    </message>
    <message>
        <source>Have this computer&apos;s address added to the server&apos;s list: pg_hba.conf, or the provider&apos;s IP allow list or firewall rules.</source>
        <translation>Bitte die Adresse dieses Computers in die Liste des Servers eintragen lassen: in pg_hba.conf oder in die IP-Freigaben oder Firewall-Regeln des Anbieters.</translation>
    </message>
    <message>
        <source>Over the local socket the server lets a user in only under the same name as on this computer.</source>
        <translation>Über den lokalen Socket lässt der Server einen Benutzer nur unter demselben Namen zu wie auf diesem Computer.</translation>
    </message>
    <message>
        <source>Give host=127.0.0.1 and a password instead, or leave out the user.</source>
        <translation>Bitte stattdessen host=127.0.0.1 und ein Passwort angeben oder den Benutzer weglassen.</translation>
    </message>
    <message>
        <source>The user “%2” is not allowed to log in.</source>
        <translation>Der Benutzer „%2“ darf sich nicht anmelden.</translation>
    </message>
    <message>
        <source>Use a user that may log in, or let an administrator run: ALTER ROLE … LOGIN.</source>
        <translation>Bitte einen Benutzer verwenden, der sich anmelden darf, oder von der Verwaltung ausführen lassen: ALTER ROLE … LOGIN.</translation>
    </message>
    <message>
        <source>“%1” has no user “%2”.</source>
        <translation>„%1“ hat keinen Benutzer „%2“.</translation>
    </message>
    <message>
        <source>Check the user&apos;s name; upper and lower case count.</source>
        <translation>Bitte den Namen des Benutzers prüfen; Groß- und Kleinschreibung zählen.</translation>
    </message>
    <message>
        <source>The user “%2” is not allowed to connect to the database “%3”.</source>
        <translation>Der Benutzer „%2“ darf sich nicht mit der Datenbank „%3“ verbinden.</translation>
    </message>
    <message>
        <source>Let the database&apos;s owner run: GRANT CONNECT ON DATABASE … TO ….</source>
        <translation>Bitte vom Eigentümer der Datenbank ausführen lassen: GRANT CONNECT ON DATABASE … TO ….</translation>
    </message>
    <message>
        <source>The database “%3” is closed to connections.</source>
        <translation>Die Datenbank „%3“ nimmt keine Verbindungen an.</translation>
    </message>
    <message>
        <source>Ask its administrator (ALTER DATABASE … ALLOW_CONNECTIONS).</source>
        <translation>Weiter hilft die Verwaltung der Datenbank (ALTER DATABASE … ALLOW_CONNECTIONS).</translation>
    </message>
    <message>
        <source>“%1” has no database “%3”.</source>
        <translation>„%1“ hat keine Datenbank „%3“.</translation>
    </message>
    <message>
        <source>Check the database&apos;s name; upper and lower case count. The guide&apos;s name is gsctracking.</source>
        <translation>Bitte den Namen der Datenbank prüfen; Groß- und Kleinschreibung zählen. In der Anleitung heißt sie gsctracking.</translation>
    </message>
    <message>
        <source>The pooler at “%1” answers, but the database server behind it is down or fully busy.</source>
        <translation>Der Pooler bei „%1“ antwortet, aber der Datenbankserver dahinter läuft nicht oder ist voll ausgelastet.</translation>
    </message>
    <message>
        <source>Start the database server, or wait until it has a free connection.</source>
        <translation>Bitte den Datenbankserver starten oder warten, bis er eine freie Verbindung hat.</translation>
    </message>
    <message>
        <source>If the server has an authority of its own, name its certificate file in sslrootcert. Otherwise somebody may be answering in its place: do not weaken sslmode.</source>
        <translation>Hat der Server eine eigene Zertifizierungsstelle, bitte deren Zertifikatsdatei in sslrootcert angeben. Sonst antwortet vielleicht jemand an seiner Stelle: sslmode bitte nicht abschwächen.</translation>
    </message>
    <message>
        <source>Check this computer&apos;s date and time. If they are right, ask whoever runs the server for a new certificate.</source>
        <translation>Bitte Datum und Uhrzeit dieses Computers prüfen. Stimmen sie, bitte ein neues Zertifikat anfordern, wo der Server betrieben wird.</translation>
    </message>
    <message>
        <source>“%1” could not prove that it is the right server: nobody this computer trusts has signed its certificate. Nothing was sent to it.</source>
        <translation>„%1“ konnte nicht beweisen, der richtige Server zu sein: Niemand, dem dieser Computer vertraut, hat das Zertifikat signiert. Es wurde nichts dorthin gesendet.</translation>
    </message>
    <message>
        <source>“%1” vouches only for itself: it has signed its own certificate. Nothing was sent to it.</source>
        <translation>„%1“ bürgt nur für sich selbst: Das Zertifikat ist selbst signiert. Es wurde nichts dorthin gesendet.</translation>
    </message>
    <message>
        <source>The certificate that “%1” shows is for a server of another name. Nothing was sent to it.</source>
        <translation>Das Zertifikat, das „%1“ zeigt, gilt für einen Server mit anderem Namen. Es wurde nichts dorthin gesendet.</translation>
    </message>
    <message>
        <source>Use the server&apos;s full name as your provider gives it, not an address or a short name. If the name is right, somebody may be answering in its place: do not weaken sslmode.</source>
        <translation>Bitte den vollständigen Namen des Servers verwenden, wie ihn der Anbieter nennt, keine Adresse und keinen Kurznamen. Stimmt der Name, antwortet vielleicht jemand an seiner Stelle: sslmode bitte nicht abschwächen.</translation>
    </message>
    <message>
        <source>The certificate of “%1” has expired. Nothing was sent to it.</source>
        <translation>Das Zertifikat von „%1“ ist abgelaufen. Es wurde nichts dorthin gesendet.</translation>
    </message>
    <message>
        <source>The certificate of “%1” is not valid yet. Nothing was sent to it.</source>
        <translation>Das Zertifikat von „%1“ gilt noch nicht. Es wurde nichts dorthin gesendet.</translation>
    </message>
    <message>
        <source>The certificate of “%1” was not accepted. Nothing was sent to it.</source>
        <translation>Das Zertifikat von „%1“ wurde nicht anerkannt. Es wurde nichts dorthin gesendet.</translation>
    </message>
    <message>
        <source>“%1” offers no encryption, or somebody on the way takes it away. Nothing was sent to it.</source>
        <translation>„%1“ bietet keine Verschlüsselung an, oder jemand unterbindet sie unterwegs. Es wurde nichts dorthin gesendet.</translation>
    </message>
    <message>
        <source>Try another network. If it stays so, have TLS switched on at the server (ssl = on). Only on a network you trust entirely: sslmode=disable.</source>
        <translation>Bitte ein anderes Netzwerk versuchen. Bleibt es dabei, TLS auf dem Server einschalten lassen (ssl = on). Nur in einem Netzwerk, dem Sie ganz vertrauen: sslmode=disable.</translation>
    </message>
    <message>
        <source>“%1” lets this user in over an encrypted line only.</source>
        <translation>„%1“ lässt diesen Benutzer nur über eine verschlüsselte Verbindung zu.</translation>
    </message>
    <message>
        <source>Add sslmode=verify-full to the connection string (sslmode=require only where the server&apos;s certificate cannot be checked).</source>
        <translation>Bitte sslmode=verify-full in die Verbindungszeichenfolge schreiben (sslmode=require nur, wo sich das Zertifikat des Servers nicht prüfen lässt).</translation>
    </message>
    <message>
        <source>This computer and “%1” have no version of TLS in common. Nothing was sent to it.</source>
        <translation>Dieser Computer und „%1“ haben keine gemeinsame TLS-Version. Es wurde nichts dorthin gesendet.</translation>
    </message>
    <message>
        <source>Have TLS 1.2 or newer allowed at the server.</source>
        <translation>Bitte TLS 1.2 oder neuer auf dem Server erlauben lassen.</translation>
    </message>
    <message>
        <source>The certificates that “%1” is checked against could not be read. Nothing was sent to it.</source>
        <translation>Die Zertifikate, mit denen „%1“ geprüft wird, konnten nicht gelesen werden. Es wurde nichts dorthin gesendet.</translation>
    </message>
    <message>
        <source>Install the package ca-certificates, or name an existing file in sslrootcert.</source>
        <translation>Bitte das Paket ca-certificates installieren oder in sslrootcert eine vorhandene Datei angeben.</translation>
    </message>
    <message>
        <source>The client certificate for “%1” is missing, or its key cannot be used.</source>
        <translation>Das Client-Zertifikat für „%1“ fehlt, oder sein Schlüssel ist nicht verwendbar.</translation>
    </message>
    <message>
        <source>Check sslcert and sslkey; nobody else may be able to read the key.</source>
        <translation>Bitte sslcert und sslkey prüfen; den Schlüssel darf niemand sonst lesen können.</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>dieser Computer</translation>
    </message>
    <message>
        <source>“%1” takes the connection, but then says nothing.</source>
        <translation>„%1“ nimmt die Verbindung an, schweigt dann aber.</translation>
    </message>
    <message>
        <source>Something between here and the server swallows what is sent (a firewall, a VPN), or the server is overloaded. Try again from another network.</source>
        <translation>Etwas zwischen hier und dem Server verschluckt, was gesendet wird (eine Firewall, ein VPN), oder der Server ist überlastet. Bitte aus einem anderen Netzwerk noch einmal versuchen.</translation>
    </message>
    <message>
        <source>“%1” takes the connection and closes it again at once.</source>
        <translation>„%1“ nimmt die Verbindung an und schließt sie sofort wieder.</translation>
    </message>
    <message>
        <source>Check that PostgreSQL listens on this port. A firewall or the provider&apos;s IP allow list may also turn this computer away.</source>
        <translation>Bitte prüfen, ob PostgreSQL an diesem Port lauscht. Auch eine Firewall oder die IP-Freigaben des Anbieters können diesen Computer abweisen.</translation>
    </message>
    <message>
        <source>The details have the server&apos;s own words; send them to whoever runs it.</source>
        <translation>Die Einzelheiten enthalten die Meldung des Servers; sie helfen der Person weiter, die ihn betreibt.</translation>
    </message>
    <message>
        <source>process %1</source>
        <translation>Prozess %1</translation>
    </message>
    <message>
        <source>%1 (process %2)</source>
        <translation>%1 (Prozess %2)</translation>
    </message>
    <message>
        <source>Not tried: the file cannot be read.</source>
        <translation>Nicht versucht: Die Datei kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Angehalten.</translation>
    </message>
    <message>
        <source>Not tried: the database cannot be opened.</source>
        <translation>Nicht versucht: Die Datenbank kann nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>It is there and may be read (%1).</source>
        <translation>Sie ist vorhanden und darf gelesen werden (%1).</translation>
    </message>
    <message>
        <source>Ask “%1”, who owns it, for access: file mode %2.</source>
        <translation>Zugriff gibt „%1“ als Eigentümer: Dateimodus %2.</translation>
    </message>
    <message>
        <source>Check the access rights of the folders above it.</source>
        <translation>Bitte die Zugriffsrechte der übergeordneten Ordner prüfen.</translation>
    </message>
    <message>
        <source>Check the name, or create a new database on the start page.</source>
        <translation>Bitte den Namen prüfen oder auf der Startseite eine neue Datenbank anlegen.</translation>
    </message>
    <message>
        <source>Its folder is not there either: check the path, and whether a drive is missing.</source>
        <translation>Auch ihr Ordner ist nicht vorhanden: bitte den Pfad prüfen, und ob ein Laufwerk fehlt.</translation>
    </message>
    <message>
        <source>Choose the database file itself, for example gsctracking.db.</source>
        <translation>Bitte die Datenbankdatei selbst wählen, zum Beispiel gsctracking.db.</translation>
    </message>
    <message>
        <source>Close the program that uses it, then try again.</source>
        <translation>Bitte das Programm schließen, das sie benutzt, und es dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>It is used by: %1. Close it there, then try again.</source>
        <translation>Sie wird benutzt von: %1. Bitte dort schließen und es dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Open another file, or a backup. Keep this one as it is: something may be saved from it.</source>
        <translation>Bitte eine andere Datei oder eine Sicherungskopie öffnen. Diese bitte unverändert aufbewahren: Vielleicht lässt sich etwas daraus retten.</translation>
    </message>
    <message>
        <source>A program was cut off while it wrote. Opening the file for writing repairs it.</source>
        <translation>Ein Programm wurde beim Schreiben unterbrochen. Wird die Datei zum Schreiben geöffnet, repariert sie das.</translation>
    </message>
    <message>
        <source>Check the access rights of the file, of its folder, and of the files ending in -wal and -shm beside it.</source>
        <translation>Bitte die Zugriffsrechte der Datei, ihres Ordners und der Dateien daneben prüfen, die auf -wal und -shm enden.</translation>
    </message>
    <message>
        <source>Journal mode: %1.</source>
        <translation>Journalmodus: %1.</translation>
    </message>
    <message>
        <source>An SQLite database; it is too large for a quick check of its pages.</source>
        <translation>Eine SQLite-Datenbank; für eine schnelle Prüfung ihrer Seiten ist sie zu groß.</translation>
    </message>
    <message>
        <source>The database file is damaged.</source>
        <translation>Die Datenbankdatei ist beschädigt.</translation>
    </message>
    <message>
        <source>Do not change anything in it. Keep a copy, and go back to a backup.</source>
        <translation>Bitte nichts darin ändern. Eine Kopie aufbewahren und zu einer Sicherungskopie zurückkehren.</translation>
    </message>
    <message>
        <source>An SQLite database; its pages are whole.</source>
        <translation>Eine SQLite-Datenbank; ihre Seiten sind unversehrt.</translation>
    </message>
    <message>
        <source>It is being written by: %1.</source>
        <translation>Gerade schreibt darin: %1.</translation>
    </message>
    <message>
        <source>Saving waits until that is done. If it takes long, close the other program.</source>
        <translation>Das Speichern wartet, bis das fertig ist. Dauert es lange, bitte das andere Programm schließen.</translation>
    </message>
    <message>
        <source>No other program uses it right now.</source>
        <translation>Gerade benutzt sie kein anderes Programm.</translation>
    </message>
    <message>
        <source>It is also open in: %1.</source>
        <translation>Sie ist auch geöffnet in: %1.</translation>
    </message>
    <message>
        <source>It is to be opened for reading only.</source>
        <translation>Sie soll nur zum Lesen geöffnet werden.</translation>
    </message>
    <message>
        <source>You may read the file, but not change it.</source>
        <translation>Die Datei darf gelesen, aber nicht geändert werden.</translation>
    </message>
    <message>
        <source>To change customers, let “%1”, who owns it, give you write access.</source>
        <translation>Um Kunden zu ändern, bitte „%1“ als Eigentümer um Schreibzugriff bitten.</translation>
    </message>
    <message>
        <source>You may not create files in its folder, which SQLite needs to save safely.</source>
        <translation>In ihrem Ordner dürfen keine Dateien angelegt werden, und das braucht SQLite, um sicher zu speichern.</translation>
    </message>
    <message>
        <source>Get write access to “%1”, or move the database to a folder of your own.</source>
        <translation>Bitte Schreibzugriff auf „%1“ geben lassen oder die Datenbank in einen eigenen Ordner verschieben.</translation>
    </message>
    <message>
        <source>You may not change “%1”, which belongs to it.</source>
        <translation>„%1“ gehört dazu und darf nicht geändert werden.</translation>
    </message>
    <message>
        <source>It probably belongs to another user of the same database: both need write access.</source>
        <translation>Wahrscheinlich gehört die Datei einem anderen Benutzer derselben Datenbank: Beide brauchen Schreibzugriff.</translation>
    </message>
    <message>
        <source>You may read and change it.</source>
        <translation>Sie darf gelesen und geändert werden.</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>ok</translation>
    </message>
    <message>
        <source>warn</source>
        <extracomment>Four characters at most, for a column of text</extracomment>
        <translation>warn</translation>
    </message>
    <message>
        <source>FAIL</source>
        <extracomment>Four characters at most, for a column of text</extracomment>
        <translation>FEHL</translation>
    </message>
    <message>
        <source>skip</source>
        <extracomment>Four characters at most, for a column of text</extracomment>
        <translation>entf</translation>
    </message>
    <message>
        <source>There is no connection.</source>
        <translation>Es gibt keine Verbindung.</translation>
    </message>
    <message>
        <source>The connection stands, but customers cannot be edited safely.</source>
        <translation>Die Verbindung steht, aber Kunden lassen sich nicht sicher bearbeiten.</translation>
    </message>
    <message>
        <source>The connection works; some points need attention.</source>
        <translation>Die Verbindung funktioniert; einige Punkte brauchen Aufmerksamkeit.</translation>
    </message>
    <message>
        <source>The connection works.</source>
        <translation>Die Verbindung funktioniert.</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Not tried: the server is too old.</source>
        <translation>Nicht versucht: Der Server ist zu alt.</translation>
    </message>
    <message>
        <source>The question got no answer. %1</source>
        <translation>Die Frage blieb ohne Antwort. %1</translation>
    </message>
    <message>
        <source>“%1” is a superuser, who may do everything.</source>
        <translation>„%1“ ist ein Superuser, der alles darf.</translation>
    </message>
    <message>
        <source>For daily work use a user with SELECT, INSERT, UPDATE and DELETE only.</source>
        <translation>Für die tägliche Arbeit bitte einen Benutzer nur mit SELECT, INSERT, UPDATE und DELETE verwenden.</translation>
    </message>
    <message>
        <source>This server is a standby: it only gives data and takes no changes.</source>
        <translation>Dieser Server ist ein Standby: Er gibt nur Daten heraus und nimmt keine Änderungen an.</translation>
    </message>
    <message>
        <source>Use the address of the primary server to change customers.</source>
        <translation>Um Kunden zu ändern, bitte die Adresse des Primärservers verwenden.</translation>
    </message>
    <message>
        <source>New transactions are read-only here (default_transaction_read_only).</source>
        <translation>Neue Transaktionen sind hier nur zum Lesen (default_transaction_read_only).</translation>
    </message>
    <message>
        <source>If customers are to be changed, have that setting of the user or the database taken back.</source>
        <translation>Sollen Kunden geändert werden, bitte diese Einstellung des Benutzers oder der Datenbank zurücknehmen lassen.</translation>
    </message>
    <message>
        <source>The user may change the schema.</source>
        <translation>Der Benutzer darf das Schema ändern.</translation>
    </message>
    <message>
        <source>The user may not change the schema: migrations need another one.</source>
        <translation>Der Benutzer darf das Schema nicht ändern: Migrationen brauchen einen anderen.</translation>
    </message>
    <message>
        <source>There is no table whose rights could be checked.</source>
        <translation>Es gibt keine Tabelle, deren Rechte geprüft werden könnten.</translation>
    </message>
    <message>
        <source>“%1” may not use the schema “%2”, in which the table is.</source>
        <translation>„%1“ darf das Schema „%2“ nicht benutzen, in dem die Tabelle liegt.</translation>
    </message>
    <message>
        <source>Let “%1” run: %2</source>
        <translation>Bitte von „%1“ ausführen lassen: %2</translation>
    </message>
    <message>
        <source>“%1” may read and change customers.</source>
        <translation>„%1“ darf Kunden lesen und ändern.</translation>
    </message>
    <message>
        <source>“%1” may not read the table, which belongs to “%2”. Perhaps this is the wrong user.</source>
        <translation>„%1“ darf die Tabelle nicht lesen, die „%2“ gehört. Vielleicht ist es der falsche Benutzer.</translation>
    </message>
    <message>
        <source>“%1” may read customers, but not change them.</source>
        <translation>„%1“ darf Kunden lesen, aber nicht ändern.</translation>
    </message>
    <message>
        <source>If that is not on purpose: %1</source>
        <translation>Ist das keine Absicht: %1</translation>
    </message>
    <message>
        <source>“%1” may not do everything with customers: %2 is missing.</source>
        <translation>„%1“ darf mit Kunden nicht alles tun: Es fehlt %2.</translation>
    </message>
    <message>
        <source>The table %1 belongs to “%2”.</source>
        <translation>Die Tabelle %1 gehört „%2“.</translation>
    </message>
    <message>
        <source>This user may not read the migration history.</source>
        <translation>Dieser Benutzer darf die Migrationshistorie nicht lesen.</translation>
    </message>
    <message>
        <source>For daily work that does no harm; migrations need another user.</source>
        <translation>Bei der täglichen Arbeit schadet das nicht; Migrationen brauchen einen anderen Benutzer.</translation>
    </message>
    <message>
        <source>The migration history is locked: a migration is running, or one was left open.</source>
        <translation>Die Migrationshistorie ist gesperrt: Eine Migration läuft, oder eine ist offen geblieben.</translation>
    </message>
    <message>
        <source>Wait until it is done, then try again.</source>
        <translation>Bitte warten, bis sie fertig ist, und es dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>A transaction pooler: every transaction may get another server connection. Customers can be edited; migrations, backups and notifications cannot use it.</source>
        <translation>Ein Transaktionspooler: Jede Transaktion kann eine andere Serververbindung bekommen. Kunden lassen sich bearbeiten; Migrationen, Sicherungen und Benachrichtigungen können ihn nicht verwenden.</translation>
    </message>
    <message>
        <source>This program needs few connections: use the direct host %1.</source>
        <translation>Dieses Programm braucht wenige Verbindungen: bitte den direkten Host %1 verwenden.</translation>
    </message>
    <message>
        <source>This program needs few connections: use the server&apos;s own address, or a session pooler.</source>
        <translation>Dieses Programm braucht wenige Verbindungen: bitte die eigene Adresse des Servers oder einen Sitzungspooler verwenden.</translation>
    </message>
    <message>
        <source>Two lines shared one server process.</source>
        <translation>Zwei Verbindungen teilten sich einen Serverprozess.</translation>
    </message>
    <message>
        <source>Known by its address; no sharing was seen just now.</source>
        <translation>An der Adresse erkannt; geteilt wurde gerade nichts.</translation>
    </message>
    <message>
        <source>A session pooler: everything works but settings in the connection string (options).</source>
        <translation>Ein Sitzungspooler: Alles funktioniert außer Einstellungen in der Verbindungszeichenfolge (options).</translation>
    </message>
    <message>
        <source>It refused a start-up option.</source>
        <translation>Er hat eine Startoption abgelehnt.</translation>
    </message>
    <message>
        <source>None: a direct connection, which can do everything.</source>
        <translation>Keiner: eine direkte Verbindung, die alles kann.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Supabase gives its direct address to IPv6 networks only, and this one seems to have none: use the session pooler&apos;s string (aws-…pooler.supabase.com, port 5432) from its console.</source>
        <translation>Supabase gibt seine direkte Adresse nur an IPv6-Netzwerke, und dieses scheint keines zu sein: bitte die Zeichenfolge des Sitzungspoolers (aws-…pooler.supabase.com, Port 5432) aus der Konsole verwenden.</translation>
    </message>
    <message>
        <source>There is no server named “%1”.</source>
        <translation>Es gibt keinen Server namens „%1“.</translation>
    </message>
    <message>
        <source>Check the spelling, and copy the connection string again from the provider&apos;s console: the project may have been moved or deleted.</source>
        <translation>Bitte die Schreibweise prüfen und die Verbindungszeichenfolge noch einmal aus der Konsole des Anbieters kopieren: Vielleicht wurde das Projekt verschoben oder gelöscht.</translation>
    </message>
    <message>
        <source>The name “%1” could not be looked up: no name server answers. This computer seems to be offline.</source>
        <translation>Der Name „%1“ ließ sich nicht nachschlagen: Kein Nameserver antwortet. Dieser Computer scheint offline zu sein.</translation>
    </message>
    <message>
        <source>Check the network, the VPN and the DNS settings, then try again.</source>
        <translation>Bitte Netzwerk, VPN und DNS-Einstellungen prüfen und es dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The name “%1” could not be looked up.</source>
        <translation>Der Name „%1“ ließ sich nicht nachschlagen.</translation>
    </message>
    <message>
        <source>Check the name and the network, then try again.</source>
        <translation>Bitte den Namen und das Netzwerk prüfen und es dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>None is needed: a socket of this computer, %1.</source>
        <translation>Keine nötig: ein Socket dieses Computers, %1.</translation>
    </message>
    <message>
        <source>%1.</source>
        <translation>%1.</translation>
    </message>
    <message>
        <source>The server has an IPv6 address only.</source>
        <translation>Der Server hat nur eine IPv6-Adresse.</translation>
    </message>
    <message>
        <source>Not tried: the server&apos;s name has no address.</source>
        <translation>Nicht versucht: Der Name des Servers hat keine Adresse.</translation>
    </message>
    <message>
        <source>%1 answers.</source>
        <translation>%1 antwortet.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln other address(es) do not.</source>
        <translation>
            <numerusform>%Ln andere Adresse antwortet nicht.</numerusform>
            <numerusform>%Ln andere Adressen antworten nicht.</numerusform>
        </translation>
    </message>
    <message>
        <source>Every connection waits for those first. If they are IPv6 addresses, this network has no working IPv6.</source>
        <translation>Jede Verbindung wartet zuerst auf diese. Sind es IPv6-Adressen, hat dieses Netzwerk kein funktionierendes IPv6.</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>%1 is there, but nothing accepts connections on port %2.</source>
        <translation>%1 ist erreichbar, aber an Port %2 nimmt nichts Verbindungen an.</translation>
    </message>
    <message>
        <source>Check that the database server is running and that the port is right: PostgreSQL has 5432, poolers often 6432 or 6543.</source>
        <translation>Bitte prüfen, ob der Datenbankserver läuft und der Port stimmt: PostgreSQL hat 5432, Pooler oft 6432 oder 6543.</translation>
    </message>
    <message numerus="yes">
        <source>%1 does not answer on port %2; nothing came back within %Ln second(s).</source>
        <translation>
            <numerusform>%1 antwortet an Port %2 nicht; innerhalb von %Ln Sekunde kam nichts zurück.</numerusform>
            <numerusform>%1 antwortet an Port %2 nicht; innerhalb von %Ln Sekunden kam nichts zurück.</numerusform>
        </translation>
    </message>
    <message>
        <source>A firewall is the usual cause: let port %1 out of this network, and have this computer&apos;s address added to the provider&apos;s IP allow list. Check the VPN.</source>
        <translation>Die übliche Ursache ist eine Firewall: bitte Port %1 aus diesem Netzwerk hinaus erlauben und die Adresse dieses Computers in die IP-Freigaben des Anbieters eintragen lassen. Auch das VPN prüfen.</translation>
    </message>
    <message>
        <source>There is no way from this network to %1.</source>
        <translation>Aus diesem Netzwerk führt kein Weg zu %1.</translation>
    </message>
    <message>
        <source>Check the network and the VPN. A server with an IPv6 address only cannot be reached from a network without IPv6.</source>
        <translation>Bitte Netzwerk und VPN prüfen. Ein Server, der nur eine IPv6-Adresse hat, ist aus einem Netzwerk ohne IPv6 nicht erreichbar.</translation>
    </message>
    <message>
        <source>There is no socket of a database server on this computer at that place.</source>
        <translation>An dieser Stelle gibt es auf diesem Computer keinen Socket eines Datenbankservers.</translation>
    </message>
    <message>
        <source>Start the server, or give its folder (unix_socket_directories) or host=127.0.0.1.</source>
        <translation>Bitte den Server starten oder seinen Ordner (unix_socket_directories) oder host=127.0.0.1 angeben.</translation>
    </message>
    <message>
        <source>This computer does not allow a connection to %1.</source>
        <translation>Dieser Computer erlaubt keine Verbindung zu %1.</translation>
    </message>
    <message>
        <source>Check the local firewall, or the access rights of the socket&apos;s folder.</source>
        <translation>Bitte die lokale Firewall oder die Zugriffsrechte des Socket-Ordners prüfen.</translation>
    </message>
    <message>
        <source>No connection to %1, port %2.</source>
        <translation>Keine Verbindung zu %1, Port %2.</translation>
    </message>
    <message>
        <source>Check the address and the network.</source>
        <translation>Bitte Adresse und Netzwerk prüfen.</translation>
    </message>
    <message>
        <source>Not tried: the server cannot be reached.</source>
        <translation>Nicht versucht: Der Server ist nicht erreichbar.</translation>
    </message>
    <message numerus="yes">
        <source>The server takes the connection, but does not answer within %Ln second(s).</source>
        <translation>
            <numerusform>Der Server nimmt die Verbindung an, antwortet aber nicht innerhalb von %Ln Sekunde.</numerusform>
            <numerusform>Der Server nimmt die Verbindung an, antwortet aber nicht innerhalb von %Ln Sekunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Something between here and the server swallows what is sent (a firewall, a VPN, a wrong MTU), or another program listens on this port. Try from another network.</source>
        <translation>Etwas zwischen hier und dem Server verschluckt, was gesendet wird (eine Firewall, ein VPN, eine falsche MTU), oder ein anderes Programm lauscht an diesem Port. Bitte aus einem anderen Netzwerk versuchen.</translation>
    </message>
    <message>
        <source>Not tried: the server does not answer.</source>
        <translation>Nicht versucht: Der Server antwortet nicht.</translation>
    </message>
    <message>
        <source>Connecting. A suspended database wakes up now, which takes a few seconds.</source>
        <translation>Verbindung wird aufgebaut. Eine ruhende Datenbank wacht jetzt auf, das dauert ein paar Sekunden.</translation>
    </message>
    <message>
        <source>Waking the database…</source>
        <translation>Datenbank wird geweckt…</translation>
    </message>
    <message>
        <source>Not encrypted; on this computer that is fine.</source>
        <translation>Nicht verschlüsselt; auf diesem Computer ist das in Ordnung.</translation>
    </message>
    <message>
        <source>Not encrypted: password and customers can be read on the way.</source>
        <translation>Nicht verschlüsselt: Passwort und Kunden können unterwegs mitgelesen werden.</translation>
    </message>
    <message>
        <source>The server offers TLS: use sslmode=verify-full.</source>
        <translation>Der Server bietet TLS an: bitte sslmode=verify-full verwenden.</translation>
    </message>
    <message>
        <source>Switch TLS on at the server, then use sslmode=verify-full.</source>
        <translation>Bitte TLS auf dem Server einschalten und dann sslmode=verify-full verwenden.</translation>
    </message>
    <message>
        <source>Encrypted (%1); the server has proved who it is.</source>
        <translation>Verschlüsselt (%1); der Server hat bewiesen, wer er ist.</translation>
    </message>
    <message>
        <source>Encrypted (%1); the certificate was checked, the server&apos;s name was not.</source>
        <translation>Verschlüsselt (%1); das Zertifikat wurde geprüft, der Name des Servers nicht.</translation>
    </message>
    <message>
        <source>Encrypted (%1), but nobody checked who answers.</source>
        <translation>Verschlüsselt (%1), aber es wurde nicht geprüft, wer antwortet.</translation>
    </message>
    <message>
        <source>Use sslmode=verify-full.</source>
        <translation>Bitte sslmode=verify-full verwenden.</translation>
    </message>
    <message>
        <source>Logged in as “%1”.</source>
        <translation>Angemeldet als „%1“.</translation>
    </message>
    <message>
        <source>The database was asleep and woke up within %1.</source>
        <translation>Die Datenbank ruhte und ist innerhalb von %1 aufgewacht.</translation>
    </message>
    <message>
        <source>Opening took %1: the database was probably asleep.</source>
        <translation>Das Öffnen hat %1 gedauert: Wahrscheinlich ruhte die Datenbank.</translation>
    </message>
    <message>
        <source>“%1” answers.</source>
        <translation>„%1“ antwortet.</translation>
    </message>
    <message>
        <source>The login was answered, but no question after it. A pooler whose database server is down does that.</source>
        <translation>Die Anmeldung wurde beantwortet, danach aber keine Frage. So verhält sich ein Pooler, dessen Datenbankserver nicht läuft.</translation>
    </message>
    <message>
        <source>Check that the database server behind the pooler is running, or connect to it directly.</source>
        <translation>Bitte prüfen, ob der Datenbankserver hinter dem Pooler läuft, oder direkt mit ihm verbinden.</translation>
    </message>
    <message numerus="yes">
        <source>The database did not wake up within %Ln second(s).</source>
        <translation>
            <numerusform>Die Datenbank ist innerhalb von %Ln Sekunde nicht aufgewacht.</numerusform>
            <numerusform>Die Datenbank ist innerhalb von %Ln Sekunden nicht aufgewacht.</numerusform>
        </translation>
    </message>
    <message>
        <source>Try again in a minute, and look at the provider&apos;s status page.</source>
        <translation>Bitte in einer Minute noch einmal versuchen und die Statusseite des Anbieters ansehen.</translation>
    </message>
    <message>
        <source>Not known: the login came first.</source>
        <translation>Nicht bekannt: Die Anmeldung kam zuvor.</translation>
    </message>
    <message>
        <source>The server offers encryption.</source>
        <translation>Der Server bietet Verschlüsselung an.</translation>
    </message>
    <message>
        <source>The server accepts “%1”.</source>
        <translation>Der Server nimmt „%1“ an.</translation>
    </message>
    <message>
        <source>Not tried: there is no connection.</source>
        <translation>Nicht versucht: Es gibt keine Verbindung.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln active</source>
        <translation>
            <numerusform>%Ln aktiv</numerusform>
            <numerusform>%Ln aktiv</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln idle</source>
        <translation>
            <numerusform>%Ln untätig</numerusform>
            <numerusform>%Ln untätig</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln idle in a transaction</source>
        <translation>
            <numerusform>%Ln untätig in einer Transaktion</numerusform>
            <numerusform>%Ln untätig in einer Transaktion</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of other users</source>
        <translation>
            <numerusform>%Ln anderer Benutzer</numerusform>
            <numerusform>%Ln anderer Benutzer</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 connections are in use: %3.</source>
        <translation>%1 von %2 Verbindungen werden benutzt: %3.</translation>
    </message>
    <message>
        <source>Let applications use a connection pool, shorten their time limits, look for connections they never close, or raise the limit.</source>
        <translation>Bitte in den Anwendungen einen Verbindungspool verwenden, ihre Zeitgrenzen verkürzen, nach Verbindungen suchen, die sie nie schließen, oder die Grenze erhöhen.</translation>
    </message>
    <message>
        <source>The server is close to its limit.</source>
        <translation>Der Server ist nahe an seiner Grenze.</translation>
    </message>
    <message>
        <source>This user has %1 of its %2 connections.</source>
        <translation>Dieser Benutzer hat %1 seiner %2 Verbindungen.</translation>
    </message>
    <message>
        <source>This database has %1 of its %2 connections.</source>
        <translation>Diese Datenbank hat %1 ihrer %2 Verbindungen.</translation>
    </message>
    <message>
        <source>Connections that are idle in a transaction hold locks and keep a hosted database awake.</source>
        <translation>Verbindungen, die in einer Transaktion untätig sind, halten Sperren und lassen eine gehostete Datenbank nicht ruhen.</translation>
    </message>
    <message numerus="yes">
        <source>The database did not answer within %Ln second(s).</source>
        <translation>
            <numerusform>Die Datenbank hat innerhalb von %Ln Sekunde nicht geantwortet.</numerusform>
            <numerusform>Die Datenbank hat innerhalb von %Ln Sekunden nicht geantwortet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Export::ExportRows</name>
    <message>
        <source>Exporting the rows</source>
        <translation>Die Zeilen werden exportiert</translation>
    </message>
    <message>
        <source>Completing the file</source>
        <translation>Die Datei wird abgeschlossen</translation>
    </message>
    <message>
        <source>The rows do not have the columns that were asked for. Nothing was written.</source>
        <translation>Die Zeilen haben nicht die Spalten, die verlangt wurden. Nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>The table “%1” has no column “%2”. Nothing was written.</source>
        <translation>Die Tabelle „%1“ hat keine Spalte „%2“. Nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>Counting the rows</source>
        <translation>Die Zeilen werden gezählt</translation>
    </message>
    <message>
        <source>A spreadsheet takes %1 rows, and the table “%2” has %3. Nothing was written; choose CSV, JSON or SQL.</source>
        <translation>Ein Tabellenblatt fasst %1 Zeilen, und die Tabelle „%2“ hat %3. Nichts wurde geschrieben; wählen Sie CSV, JSON oder SQL.</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Wird verbunden</translation>
    </message>
    <message>
        <source>The export was cancelled. Nothing was written.</source>
        <translation>Der Export wurde abgebrochen. Nichts wurde geschrieben.</translation>
    </message>
</context>
<context>
    <name>Export::OutputFile</name>
    <message>
        <source>There is no folder “%1”. Nothing was written; choose another folder.</source>
        <translation>Es gibt keinen Ordner „%1“. Nichts wurde geschrieben; wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>There is no room left for “%1”. Nothing was written, and what was there before is kept. Make room, or choose another folder.</source>
        <translation>Für „%1“ ist kein Platz mehr. Nichts wurde geschrieben, und was vorher da war, bleibt. Schaffen Sie Platz, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>“%1” would become larger than a file may be there. Nothing was written, and what was there before is kept. Choose another folder.</source>
        <translation>„%1“ würde größer, als eine Datei dort sein darf. Nichts wurde geschrieben, und was vorher da war, bleibt. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>You may not write in “%1”. Nothing was written; choose another folder.</source>
        <translation>Sie dürfen in „%1“ nicht schreiben. Nichts wurde geschrieben; wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>“%1” could not be written. What was there before is kept.</source>
        <translation>„%1“ konnte nicht geschrieben werden. Was vorher da war, bleibt.</translation>
    </message>
    <message>
        <source>“%1” is no ordinary file, so it was left alone. Choose another name.</source>
        <translation>„%1“ ist keine gewöhnliche Datei und blieb deshalb, wie sie ist. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>There is a file “%1” already. It was left alone; choose another name.</source>
        <translation>Es gibt schon eine Datei „%1“. Sie blieb, wie sie ist; wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Another export to “%1” is running. Nothing was written; wait for it, or choose another name.</source>
        <translation>Ein anderer Export nach „%1“ läuft. Nichts wurde geschrieben; warten Sie auf ihn, oder wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>“%1” was written, but may not survive a power cut.</source>
        <translation>„%1“ wurde geschrieben, übersteht aber vielleicht keinen Stromausfall.</translation>
    </message>
</context>
<context>
    <name>Export::TableColumns</name>
    <message>
        <source>This database has no table “%1”. Nothing was written.</source>
        <translation>Diese Datenbank hat keine Tabelle „%1“. Nichts wurde geschrieben.</translation>
    </message>
</context>
<context>
    <name>Export::XlsxWriter</name>
    <message>
        <source>A spreadsheet has at most %1 columns, and this table has %2. Nothing was written; choose another format.</source>
        <translation>Ein Tabellenblatt hat höchstens %1 Spalten, und diese Tabelle hat %2. Nichts wurde geschrieben; wählen Sie ein anderes Format.</translation>
    </message>
    <message>
        <source>A spreadsheet takes %1 rows, and there are more. Nothing was written; filter the list, or choose CSV, JSON or SQL.</source>
        <translation>Ein Tabellenblatt fasst %1 Zeilen, und es sind mehr. Nichts wurde geschrieben; filtern Sie die Liste, oder wählen Sie CSV, JSON oder SQL.</translation>
    </message>
    <message>
        <source>In row %1 the text in “%2” is longer than the %3 characters that a spreadsheet&apos;s cell takes. Nothing was written; choose CSV, JSON or SQL.</source>
        <translation>In Zeile %1 ist der Text in „%2“ länger als die %3 Zeichen, die eine Zelle fasst. Nichts wurde geschrieben; wählen Sie CSV, JSON oder SQL.</translation>
    </message>
    <message>
        <source>These rows are too much for one spreadsheet. Nothing was written; filter the list, or choose CSV, JSON or SQL.</source>
        <translation>Diese Zeilen sind zu viel für ein Tabellenblatt. Nichts wurde geschrieben; filtern Sie die Liste, oder wählen Sie CSV, JSON oder SQL.</translation>
    </message>
</context>
<context>
    <name>Gui::AboutBox</name>
    <message>
        <source>About GSC Tracking Admin</source>
        <translation>Über GSC Tracking Admin</translation>
    </message>
    <message>
        <source>&lt;b&gt;GSC Tracking Admin %1&lt;/b&gt;&lt;p&gt;Edit customers and look after the database of GSC Tracking.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;</source>
        <translation>&lt;b&gt;GSC Tracking Admin %1&lt;/b&gt;&lt;p&gt;Kunden bearbeiten und die Datenbank von GSC Tracking pflegen.&lt;/p&gt;&lt;p&gt;Freie Software unter der GNU General Public License, Version 3 oder neuer.&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>Gui::AccessDesk</name>
    <message>
        <source>&amp;Unlock for changes…</source>
        <translation>Für Änderungen ents&amp;perren…</translation>
    </message>
    <message>
        <source>Unlocked for changes: %1</source>
        <translation>Für Änderungen entsperrt: %1</translation>
    </message>
</context>
<context>
    <name>Gui::AdoptionDialog</name>
    <message>
        <source>Progress of the plan</source>
        <translation>Fortschritt des Plans</translation>
    </message>
    <message>
        <source>Adopt</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>&amp;Adopt</source>
        <translation>&amp;Übernehmen</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>Adopt the tables of “%1”?</source>
        <translation>Die Tabellen von „%1“ übernehmen?</translation>
    </message>
    <message>
        <source>Looking what is there…</source>
        <translation>Es wird nachgesehen, was da ist …</translation>
    </message>
    <message>
        <source>They cannot be adopted</source>
        <translation>Sie können nicht übernommen werden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Nothing is to be adopted</source>
        <translation>Es gibt nichts zu übernehmen</translation>
    </message>
    <message>
        <source>What the pending migrations make is not in the database yet: apply them.</source>
        <translation>Was die offenen Migrationen anlegen, ist noch nicht in der Datenbank: Wenden Sie sie an.</translation>
    </message>
    <message>
        <source>What these migrations make is in the database already. They are written into its history, as if they had been applied here. No table and no row of a customer is touched.</source>
        <translation>Was diese Migrationen anlegen, ist schon in der Datenbank. Sie werden in ihren Verlauf eingetragen, als wären sie hier angewendet worden. Keine Tabelle und keine Zeile eines Kunden wird angefasst.</translation>
    </message>
</context>
<context>
    <name>Gui::BackupDesk</name>
    <message>
        <source>&amp;Backup</source>
        <translation>&amp;Sicherung</translation>
    </message>
    <message>
        <source>&amp;Back up now…</source>
        <translation>&amp;Jetzt sichern…</translation>
    </message>
    <message>
        <source>&amp;Restore…</source>
        <translation>&amp;Wiederherstellen…</translation>
    </message>
    <message>
        <source>Back&amp;ups</source>
        <translation>&amp;Sicherungen</translation>
    </message>
    <message>
        <source>&amp;Verify…</source>
        <translation>&amp;Prüfen…</translation>
    </message>
    <message>
        <source>&amp;Schedule…</source>
        <translation>&amp;Zeitplan…</translation>
    </message>
    <message>
        <source>Backing up “%1”</source>
        <translation>„%1“ wird gesichert</translation>
    </message>
    <message>
        <source>Back up again…</source>
        <translation>Noch einmal sichern…</translation>
    </message>
    <message numerus="yes">
        <source>“%1” is backed up and read again: %Ln row(s), %2, in %3.</source>
        <translation>
            <numerusform>„%1“ ist gesichert und zurückgelesen: %Ln Zeile, %2, in %3.</numerusform>
            <numerusform>„%1“ ist gesichert und zurückgelesen: %Ln Zeilen, %2, in %3.</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” is backed up and read again: %2, in %3.</source>
        <translation>„%1“ ist gesichert und zurückgelesen: %2, in %3.</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Choose a Backup to Verify</source>
        <translation>Sicherung zum Prüfen wählen</translation>
    </message>
    <message>
        <source>Backups (*.db *.dump *.sql *.zst *.enc)</source>
        <translation>Sicherungen (*.db *.dump *.sql *.zst *.enc)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Verifying %1</source>
        <translation>%1 wird geprüft</translation>
    </message>
    <message>
        <source>%1 is not good: %2</source>
        <translation>%1 ist nicht gut: %2</translation>
    </message>
    <message>
        <source>%1 can be read whole, but has no manifest: whether something is missing is not known.</source>
        <translation>%1 ist ganz lesbar, hat aber kein Manifest: Ob etwas fehlt, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>%1 is whole: it holds what its manifest says.</source>
        <translation>%1 ist heil: Sie enthält, was ihr Manifest sagt.</translation>
    </message>
    <message>
        <source>Where to try it out?</source>
        <translation>Wo ausprobieren?</translation>
    </message>
    <message>
        <source>On the server of “%1”, a scratch database is made, filled, compared and removed again. Your own tables are not touched.</source>
        <translation>Auf dem Server von „%1“ wird eine Probedatenbank angelegt, gefüllt, verglichen und wieder entfernt. Ihre eigenen Tabellen werden nicht angerührt.</translation>
    </message>
    <message>
        <source>A scratch file on this computer needs no server, but tells less about a dump or a script.</source>
        <translation>Eine Probedatei auf diesem Computer braucht keinen Server, sagt aber weniger über einen Dump oder ein Skript.</translation>
    </message>
    <message>
        <source>On the server</source>
        <translation>Auf dem Server</translation>
    </message>
    <message>
        <source>In a scratch file</source>
        <translation>In einer Probedatei</translation>
    </message>
    <message>
        <source>Test restore of %1</source>
        <translation>Probewiederherstellung von %1</translation>
    </message>
    <message>
        <source>%1 cannot be restored: %2</source>
        <translation>%1 lässt sich nicht wiederherstellen: %2</translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln row(s)</source>
        <extracomment>A table, how many rows were restored for trial</extracomment>
        <translation>
            <numerusform>%1: %Ln Zeile</numerusform>
            <numerusform>%1: %Ln Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 can be restored: in %2 every table came out equal, in %3 s.</source>
        <translation>%1 lässt sich wiederherstellen: In %2 kam jede Tabelle gleich heraus, in %3 s.</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>%1 wird geöffnet</translation>
    </message>
    <message>
        <source>Only profiles have a schedule. Make one for this database in the profile manager first.</source>
        <translation>Nur Profile haben einen Zeitplan. Legen Sie für diese Datenbank erst eines in der Profilverwaltung an.</translation>
    </message>
    <message>
        <source>Cleaning up backups of “%1”</source>
        <translation>Sicherungen von „%1“ werden aufgeräumt</translation>
    </message>
    <message numerus="yes">
        <source>%Ln backup(s) deleted.</source>
        <translation>
            <numerusform>%Ln Sicherung gelöscht.</numerusform>
            <numerusform>%Ln Sicherungen gelöscht.</numerusform>
        </translation>
    </message>
    <message>
        <source>Scheduled backup of “%1”</source>
        <translation>Geplante Sicherung von „%1“</translation>
    </message>
    <message>
        <source>%1 · schedule</source>
        <translation>%1 · Zeitplan</translation>
    </message>
    <message>
        <source>The scheduled backup of “%1” was not made: %2</source>
        <translation>Die geplante Sicherung von „%1“ wurde nicht gemacht: %2</translation>
    </message>
    <message>
        <source>The backup of “%1” was stopped. Nothing is left of it.</source>
        <translation>Die Sicherung von „%1“ wurde abgebrochen. Nichts davon ist übrig.</translation>
    </message>
    <message>
        <source>%1: stopped. The backup is as it was.</source>
        <translation>%1: abgebrochen. Die Sicherung ist, wie sie war.</translation>
    </message>
</context>
<context>
    <name>Gui::BackupDialog</name>
    <message>
        <source>The database file as it is, page by page, also while others work in it.</source>
        <translation>Die Datenbankdatei, wie sie ist, Seite für Seite, auch während andere darin arbeiten.</translation>
    </message>
    <message>
        <source>All tables in one SQLite file that this program, and any SQLite tool, can open. It restores into PostgreSQL and SQLite, and needs no further program.</source>
        <translation>Alle Tabellen in einer SQLite-Datei, die dieses Programm und jedes SQLite-Werkzeug öffnen kann. Lässt sich in PostgreSQL und SQLite wiederherstellen und braucht kein weiteres Programm.</translation>
    </message>
    <message>
        <source>PostgreSQL&apos;s own archive, by pg_dump -Fc: for pg_restore, and for all that is no table.</source>
        <translation>PostgreSQLs eigenes Archiv, von pg_dump -Fc: für pg_restore und für alles, was keine Tabelle ist.</translation>
    </message>
    <message>
        <source>SQL text by pg_dump, to read and to keep; also one table, only the rows, or only the schema.</source>
        <translation>SQL-Text von pg_dump, zum Lesen und Aufheben; auch nur eine Tabelle, nur die Zeilen oder nur das Schema.</translation>
    </message>
    <message>
        <source>Back Up</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>&amp;Back up</source>
        <translation>&amp;Sichern</translation>
    </message>
    <message>
        <source>Back up “%1”</source>
        <translation>„%1“ sichern</translation>
    </message>
    <message>
        <source>%1 (recommended)</source>
        <translation>%1 (empfohlen)</translation>
    </message>
    <message>
        <source>&amp;Use the portable snapshot</source>
        <translation>Den &amp;tragbaren Schnappschuss nehmen</translation>
    </message>
    <message>
        <source>Choose pg_&amp;dump…</source>
        <translation>pg_&amp;dump wählen…</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>&amp;Table:</source>
        <translation>Ta&amp;belle:</translation>
    </message>
    <message>
        <source>&amp;What:</source>
        <translation>&amp;Was:</translation>
    </message>
    <message>
        <source>C&amp;ompress (zstd)</source>
        <translation>&amp;Komprimieren (zstd)</translation>
    </message>
    <message>
        <source>The same by hand</source>
        <translation>Dasselbe von Hand</translation>
    </message>
    <message>
        <source>The same by &amp;hand:</source>
        <translation>Dasselbe von &amp;Hand:</translation>
    </message>
    <message>
        <source>Cop&amp;y</source>
        <translation>Ko&amp;pieren</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>One table</source>
        <translation>Eine Tabelle</translation>
    </message>
    <message>
        <source>Only the rows</source>
        <translation>Nur die Zeilen</translation>
    </message>
    <message>
        <source>Only the schema</source>
        <translation>Nur das Schema</translation>
    </message>
    <message>
        <source>Choose pg_dump</source>
        <translation>pg_dump wählen</translation>
    </message>
    <message>
        <source>pg_dump does not work through a pooler, and the profile does not know the direct host. Enter it in the profile manager, or take the portable snapshot.</source>
        <translation>pg_dump arbeitet nicht durch einen Pooler, und das Profil kennt den direkten Host nicht. Geben Sie ihn in der Profilverwaltung ein, oder nehmen Sie den tragbaren Schnappschuss.</translation>
    </message>
    <message>
        <source>Looking for a pg_dump that is new enough…</source>
        <translation>Es wird ein pg_dump gesucht, das neu genug ist…</translation>
    </message>
    <message>
        <source>How large it will be is not known: %1</source>
        <translation>Wie groß sie wird, ist nicht bekannt: %1</translation>
    </message>
    <message>
        <source>It may need %1, but only %2 are free in this folder.</source>
        <translation>Sie braucht vielleicht %1, aber in diesem Ordner sind nur %2 frei.</translation>
    </message>
    <message>
        <source>About %1; %2 are free in this folder.</source>
        <translation>Etwa %1; in diesem Ordner sind %2 frei.</translation>
    </message>
    <message>
        <source>%1 are free in this folder.</source>
        <translation>In diesem Ordner sind %1 frei.</translation>
    </message>
</context>
<context>
    <name>Gui::BackupFacts</name>
    <message numerus="yes">
        <source>%1: %Ln row(s)</source>
        <extracomment>A table of a backup, how many rows</extracomment>
        <translation>
            <numerusform>%1: %Ln Zeile</numerusform>
            <numerusform>%1: %Ln Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>Holds %1.</source>
        <translation>Enthält %1.</translation>
    </message>
    <message>
        <source>written by pg_dump %1</source>
        <translation>geschrieben von pg_dump %1</translation>
    </message>
    <message>
        <source>compressed</source>
        <translation>komprimiert</translation>
    </message>
    <message>
        <source>encrypted with a passphrase</source>
        <translation>mit einer Passphrase verschlüsselt</translation>
    </message>
    <message>
        <source> · </source>
        <extracomment>Between facts about where a backup comes from</extracomment>
        <translation> · </translation>
    </message>
    <message>
        <source>The file is not there any more: it was moved or deleted, or its disk is not connected.</source>
        <translation>Die Datei ist nicht mehr da: Sie wurde verschoben oder gelöscht, oder ihre Festplatte ist nicht angeschlossen.</translation>
    </message>
    <message>
        <source>The file was changed since it was made: do not rely on it.</source>
        <translation>Die Datei wurde seit ihrer Herstellung geändert: Verlassen Sie sich nicht auf sie.</translation>
    </message>
    <message>
        <source>The manifest beside the file is damaged: what the file should hold is not known.</source>
        <translation>Das Manifest neben der Datei ist beschädigt: Was die Datei enthalten soll, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>There is no manifest beside the file: it can be restored, but whether it is whole cannot be checked.</source>
        <translation>Neben der Datei liegt kein Manifest: Sie lässt sich wiederherstellen, aber ob sie heil ist, lässt sich nicht prüfen.</translation>
    </message>
    <message>
        <source>Made before a restore, of what it replaced.</source>
        <translation>Vor einer Wiederherstellung gemacht, von dem, was sie ersetzte.</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %Ln migration(s)</source>
        <extracomment>When a backup was made, how many migrations its database had</extracomment>
        <translation>
            <numerusform>%1 · %Ln Migration</numerusform>
            <numerusform>%1 · %Ln Migrationen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::BackupHistoryPage</name>
    <message>
        <source>&amp;Only the opened database</source>
        <translation>&amp;Nur die geöffnete Datenbank</translation>
    </message>
    <message>
        <source>&amp;Back up now…</source>
        <translation>&amp;Jetzt sichern…</translation>
    </message>
    <message>
        <source>Make a backup of the opened database</source>
        <translation>Eine Sicherung der geöffneten Datenbank machen</translation>
    </message>
    <message>
        <source>&amp;Restore…</source>
        <translation>&amp;Wiederherstellen…</translation>
    </message>
    <message>
        <source>Bring the selected backup back into the opened database</source>
        <translation>Die gewählte Sicherung in die geöffnete Datenbank zurückbringen</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>Read the selected backup whole and compare it with its manifest</source>
        <translation>Die gewählte Sicherung ganz lesen und mit ihrem Manifest vergleichen</translation>
    </message>
    <message>
        <source>&amp;Test restore</source>
        <translation>Pro&amp;bewiederherstellung</translation>
    </message>
    <message>
        <source>Restore the selected backup into a scratch place, compare, and clean up</source>
        <translation>Die gewählte Sicherung an einem Probeort wiederherstellen, vergleichen und aufräumen</translation>
    </message>
    <message>
        <source>&amp;Compare…</source>
        <translation>&amp;Vergleichen…</translation>
    </message>
    <message>
        <source>Show the customers that differ, and bring some of them back</source>
        <translation>Die Kunden zeigen, die sich unterscheiden, und einige davon zurückbringen</translation>
    </message>
    <message>
        <source>Bro&amp;wse</source>
        <translation>&amp;Hineinsehen</translation>
    </message>
    <message>
        <source>Look into the selected backup in a window of its own</source>
        <translation>Die gewählte Sicherung in einem eigenen Fenster ansehen</translation>
    </message>
    <message>
        <source>&amp;Pin</source>
        <translation>&amp;Anheften</translation>
    </message>
    <message>
        <source>Never delete this backup when cleaning up</source>
        <translation>Diese Sicherung beim Aufräumen nie löschen</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>&amp;Löschen…</translation>
    </message>
    <message>
        <source>Delete the selected backup</source>
        <translation>Die gewählte Sicherung löschen</translation>
    </message>
    <message>
        <source>Open &amp;folder</source>
        <translation>&amp;Ordner öffnen</translation>
    </message>
    <message>
        <source>Show the file in the file manager</source>
        <translation>Die Datei im Dateimanager zeigen</translation>
    </message>
    <message>
        <source>Clean &amp;up…</source>
        <translation>A&amp;ufräumen…</translation>
    </message>
    <message>
        <source>Delete old backups by a rule, after a look at them</source>
        <translation>Alte Sicherungen nach einer Regel löschen, nach einem Blick darauf</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter by database, kind, migration or file</source>
        <translation>Nach Datenbank, Art, Migration oder Datei filtern</translation>
    </message>
    <message>
        <source>Only the opened database</source>
        <translation>Nur die geöffnete Datenbank</translation>
    </message>
    <message>
        <source>Reading the list…</source>
        <translation>Die Liste wird gelesen…</translation>
    </message>
    <message>
        <source>Nothing to show</source>
        <translation>Nichts zu zeigen</translation>
    </message>
    <message>
        <source>There are backups, but none that is looked for here.</source>
        <translation>Es gibt Sicherungen, aber keine, nach der hier gesucht wird.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle anzeigen</translation>
    </message>
    <message>
        <source>No backups yet</source>
        <translation>Noch keine Sicherungen</translation>
    </message>
    <message>
        <source>A backup is a file that everything can be brought back from. It is checked as soon as it is made.</source>
        <translation>Eine Sicherung ist eine Datei, aus der sich alles zurückholen lässt. Sie wird geprüft, sobald sie angelegt ist.</translation>
    </message>
    <message>
        <source>Back up now…</source>
        <translation>Jetzt sichern…</translation>
    </message>
    <message>
        <source>“%1” has no backup yet.</source>
        <translation>Von „%1“ gibt es noch keine Sicherung.</translation>
    </message>
    <message>
        <source>Back up &amp;now…</source>
        <translation>Jetzt &amp;sichern…</translation>
    </message>
    <message>
        <source>No backup of “%1” was ever restored for trial. Only a test shows that it can be.</source>
        <translation>Von „%1“ wurde noch nie eine Sicherung zur Probe wiederhergestellt. Nur eine Probe zeigt, dass es geht.</translation>
    </message>
    <message>
        <source>Test the &amp;newest</source>
        <translation>&amp;Neueste prüfen</translation>
    </message>
    <message numerus="yes">
        <source>The last test restore of “%1” was %n day(s) ago. Test one every month.</source>
        <translation>
            <numerusform>Die letzte Probewiederherstellung von „%1“ war vor %n Tag. Bitte jeden Monat eine machen.</numerusform>
            <numerusform>Die letzte Probewiederherstellung von „%1“ war vor %n Tagen. Bitte jeden Monat eine machen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Only snapshots can be looked into: dumps and scripts are text for PostgreSQL. Compare shows what is in them.</source>
        <translation>Nur in Schnappschüsse kann man hineinsehen: Dumps und Skripte sind Text für PostgreSQL. „Vergleichen“ zeigt, was sie enthalten.</translation>
    </message>
    <message>
        <source>Take off the &amp;list</source>
        <translation>Aus der &amp;Liste nehmen</translation>
    </message>
    <message>
        <source>Delete this backup?</source>
        <translation>Diese Sicherung löschen?</translation>
    </message>
    <message>
        <source>“%1” and its manifest are deleted from this computer.</source>
        <translation>„%1“ und das zugehörige Manifest werden von diesem Computer gelöscht.</translation>
    </message>
    <message>
        <source>It was made %1. Nothing brings it back.</source>
        <translation>Sie wurde %1 angelegt. Nichts bringt sie zurück.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>The backup was deleted.</source>
        <translation>Die Sicherung wurde gelöscht.</translation>
    </message>
</context>
<context>
    <name>Gui::BackupListModel</name>
    <message>
        <source>File is missing</source>
        <translation>Datei fehlt</translation>
    </message>
    <message>
        <source>File was changed</source>
        <translation>Datei wurde verändert</translation>
    </message>
    <message>
        <source>Manifest is damaged</source>
        <translation>Manifest ist beschädigt</translation>
    </message>
    <message>
        <source>No manifest</source>
        <translation>Kein Manifest</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>When this backup was last restored for trial, and compared with what it should hold</source>
        <translation>Wann diese Sicherung zuletzt zur Probe wiederhergestellt und mit dem verglichen wurde, was sie enthalten soll</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Newest migration</source>
        <translation>Neueste Migration</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Test restore</source>
        <translation>Probewiederherstellung</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>%1, pinned</source>
        <translation>%1, angeheftet</translation>
    </message>
    <message>
        <source>Before a restore</source>
        <translation>Vor einer Wiederherstellung</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>The kind of a backup, what of its database it has</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>Read whole and compared: %1</source>
        <translation>Ganz gelesen und verglichen: %1</translation>
    </message>
    <message>
        <source>Nobody has read this file since it was made.</source>
        <translation>Diese Datei wurde seit dem Anlegen nicht gelesen.</translation>
    </message>
    <message>
        <source>Restored for trial: %1</source>
        <translation>Zur Probe wiederhergestellt: %1</translation>
    </message>
    <message>
        <source>That it can be restored is not proven yet.</source>
        <translation>Dass sie sich wiederherstellen lässt, ist noch nicht bewiesen.</translation>
    </message>
</context>
<context>
    <name>Gui::BackupScheduler</name>
    <message>
        <source>No scheduled backup can be made: %1</source>
        <translation>Es kann keine geplante Sicherung angelegt werden: %1</translation>
    </message>
    <message>
        <source>The scheduled backup of “%1” waits for the password. Open the profile once, or keep its password in the keyring.</source>
        <translation>Die geplante Sicherung von „%1“ wartet auf das Passwort. Bitte das Profil einmal öffnen oder das Passwort im Schlüsselbund aufbewahren.</translation>
    </message>
    <message>
        <source>The backup of “%1” that was planned for %2 was missed. It is made now.</source>
        <translation>Die für %2 geplante Sicherung von „%1“ wurde verpasst. Sie wird jetzt nachgeholt.</translation>
    </message>
</context>
<context>
    <name>Gui::BackupStaging</name>
    <message>
        <source>Bring back from a backup</source>
        <translation>Aus einer Sicherung zurückholen</translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) changed.</source>
        <translation>
            <numerusform>%n Kunde geändert.</numerusform>
            <numerusform>%n Kunden geändert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) brought back as new, with new numbers.</source>
        <translation>
            <numerusform>%n Kunde als neuer Kunde mit neuer Nummer zurückgeholt.</numerusform>
            <numerusform>%n Kunden als neue Kunden mit neuen Nummern zurückgeholt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is saved yet: review and save it in the table.</source>
        <translation>Noch ist nichts gespeichert: Bitte in der Tabelle durchsehen und speichern.</translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) have these values already.</source>
        <translation>
            <numerusform>%n Kunde hat diese Werte schon.</numerusform>
            <numerusform>%n Kunden haben diese Werte schon.</numerusform>
        </translation>
    </message>
    <message>
        <source>Deleted meanwhile, and left out: %1.</source>
        <translation>Inzwischen gelöscht und deshalb ausgelassen: %1.</translation>
    </message>
</context>
<context>
    <name>Gui::BackupWords</name>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Unknown database</source>
        <translation>Unbekannte Datenbank</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) ago</source>
        <translation>
            <numerusform>vor %n Minute</numerusform>
            <numerusform>vor %n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) ago</source>
        <translation>
            <numerusform>vor %n Stunde</numerusform>
            <numerusform>vor %n Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>vor %n Tag</numerusform>
            <numerusform>vor %n Tagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n week(s) ago</source>
        <translation>
            <numerusform>vor %n Woche</numerusform>
            <numerusform>vor %n Wochen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n month(s) ago</source>
        <translation>
            <numerusform>vor %n Monat</numerusform>
            <numerusform>vor %n Monaten</numerusform>
        </translation>
    </message>
    <message>
        <source>one table</source>
        <translation>eine Tabelle</translation>
    </message>
    <message>
        <source>only %1</source>
        <translation>nur %1</translation>
    </message>
    <message>
        <source>data only</source>
        <translation>nur Daten</translation>
    </message>
    <message>
        <source>schema only</source>
        <translation>nur Schema</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <extracomment>A backup: its database&apos;s name, when it was made</extracomment>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>Gui::BackupWork</name>
    <message>
        <source>There is no file “%1”.</source>
        <translation>Es gibt keine Datei „%1“.</translation>
    </message>
    <message>
        <source>The folder “%1” cannot be made. Nothing was backed up; choose another folder.</source>
        <translation>Der Ordner „%1“ kann nicht angelegt werden. Nichts wurde gesichert; bitte einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Deleting old backups</source>
        <translation>Alte Sicherungen werden gelöscht</translation>
    </message>
</context>
<context>
    <name>Gui::BrowsedBackup</name>
    <message>
        <source>Only snapshots can be looked into. Compare shows the customers of a dump or a script.</source>
        <translation>Nur in Schnappschüsse kann man hineinsehen. „Vergleichen“ zeigt die Kunden eines Dumps oder Skripts.</translation>
    </message>
    <message>
        <source>Opening the backup</source>
        <translation>Die Sicherung wird geöffnet</translation>
    </message>
    <message>
        <source>There is no place to unwrap the backup in: “%1” cannot be written.</source>
        <translation>Es gibt keinen Ort, um die Sicherung auszupacken: In „%1“ kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Backup of %1 from %2</source>
        <extracomment>Name of a window on a backup: the database, when the backup was made</extracomment>
        <translation>Sicherung von %1, %2</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Sicherung</translation>
    </message>
</context>
<context>
    <name>Gui::CellEditor</name>
    <message>
        <source>%1/%2</source>
        <comment>characters used and allowed</comment>
        <translation>%1/%2</translation>
    </message>
</context>
<context>
    <name>Gui::ChangePasswordDialog</name>
    <message>
        <source>Change Password</source>
        <translation>Passwort ändern</translation>
    </message>
    <message>
        <source>This profile keeps its password only until the program ends. Put the new one into a safe place before you change it: nobody can read it from the server.</source>
        <translation>Dieses Profil behält sein Passwort nur bis zum Ende des Programms. Bitte das neue vor der Änderung sicher verwahren: Niemand kann es vom Server ablesen.</translation>
    </message>
    <message>
        <source>A file has no password.</source>
        <translation>Eine Datei hat kein Passwort.</translation>
    </message>
    <message>
        <source>This profile is never opened for writing, and a changed password is a change of the server. Use a profile that may write.</source>
        <translation>Dieses Profil wird nie zum Schreiben geöffnet, und ein neues Passwort ist eine Änderung auf dem Server. Bitte ein Profil verwenden, das schreiben darf.</translation>
    </message>
    <message>
        <source>The password is in your own password file, which this program never writes. Choose another place in the profile, type the present password there and save; then change it.</source>
        <translation>Das Passwort steht in der eigenen Passwortdatei, die dieses Programm nie schreibt. Bitte im Profil einen anderen Ort wählen, dort das jetzige Passwort eingeben und speichern; danach lässt es sich ändern.</translation>
    </message>
    <message numerus="yes">
        <source>Use at least %n characters</source>
        <translation>
            <numerusform>Mindestens %n Zeichen verwenden</numerusform>
            <numerusform>Mindestens %n Zeichen verwenden</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Looking up the present password…</source>
        <translation>Das jetzige Passwort wird nachgeschlagen…</translation>
    </message>
    <message>
        <source>%1 Nothing was changed.</source>
        <translation>%1 Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>An earlier change was cut off, and it is not known which password is valid. Its new password was kept and is the one shown now. Change the password again to bring that to its end.</source>
        <translation>Eine frühere Änderung wurde unterbrochen, und es ist nicht bekannt, welches Passwort gültig ist. Ihr neues Passwort wurde aufbewahrt und ist das hier gezeigte. Wird das Passwort noch einmal geändert, kommt sie zum Abschluss.</translation>
    </message>
    <message>
        <source>The present password is needed to log in.</source>
        <translation>Für die Anmeldung wird das jetzige Passwort gebraucht.</translation>
    </message>
    <message>
        <source>This is the present password. Nothing was changed: choose another.</source>
        <translation>Das ist das jetzige Passwort. Nichts wurde geändert: bitte ein anderes wählen.</translation>
    </message>
    <message>
        <source>The vault stays locked.</source>
        <translation>Der Tresor bleibt gesperrt.</translation>
    </message>
    <message>
        <source>The new password could not be kept, so nothing was sent to the server and the old one is still valid. %1</source>
        <translation>Das neue Passwort konnte nicht aufbewahrt werden; deshalb wurde nichts an den Server gesendet, und das alte gilt weiter. %1</translation>
    </message>
    <message>
        <source>Changing the password on the server, then trying it. This usually takes a few seconds, and up to a minute when the line is bad.</source>
        <translation>Das Passwort wird auf dem Server geändert und dann ausprobiert. Das dauert meist ein paar Sekunden, bei schlechter Verbindung bis zu einer Minute.</translation>
    </message>
    <message>
        <source>It is not known which password is valid now. Both are kept: try again when the server can be reached.</source>
        <translation>Es ist nicht bekannt, welches Passwort jetzt gültig ist. Beide sind aufbewahrt: bitte noch einmal versuchen, wenn der Server erreichbar ist.</translation>
    </message>
    <message>
        <source>The server took neither the present password nor the new one. Nothing was changed, and both are kept. Try again to type the present one.</source>
        <translation>Der Server hat weder das jetzige noch das neue Passwort angenommen. Nichts wurde geändert, und beide sind aufbewahrt. Bitte noch einmal versuchen und das jetzige eingeben.</translation>
    </message>
    <message>
        <source>The server refused the present password. Nothing was changed. Try again to type it.</source>
        <translation>Der Server hat das jetzige Passwort abgelehnt. Nichts wurde geändert. Bitte noch einmal versuchen und es neu eingeben.</translation>
    </message>
    <message>
        <source>The new password is valid. Keeping it…</source>
        <translation>Das neue Passwort ist gültig. Es wird aufbewahrt…</translation>
    </message>
    <message>
        <source>The password was changed, but the new one could not be kept in its place: copy it now and keep it safe. %1</source>
        <translation>Das Passwort wurde geändert, aber das neue konnte nicht an seinem Ort aufbewahrt werden: bitte jetzt kopieren und sicher verwahren. %1</translation>
    </message>
    <message>
        <source>The password was changed, and the new one is kept. Only the date of the change could not be written: %1</source>
        <translation>Das Passwort wurde geändert, und das neue ist aufbewahrt. Nur das Datum der Änderung konnte nicht geschrieben werden: %1</translation>
    </message>
    <message>
        <source>The password was changed, and the server takes the new one. It is kept here only until the program ends.</source>
        <translation>Das Passwort wurde geändert, und der Server nimmt das neue an. Hier bleibt es nur bis zum Ende des Programms.</translation>
    </message>
    <message>
        <source>The password was changed, the server takes the new one, and it is kept.</source>
        <translation>Das Passwort wurde geändert, der Server nimmt das neue an, und es ist aufbewahrt.</translation>
    </message>
    <message>
        <source>Copied. It leaves the clipboard after 30 seconds, or when this window closes.</source>
        <translation>Kopiert. Nach 30 Sekunden, oder wenn dieses Fenster geschlossen wird, verschwindet es aus der Zwischenablage.</translation>
    </message>
    <message>
        <source>Cancelling. Nothing was sent…</source>
        <translation>Wird abgebrochen. Nichts wurde gesendet…</translation>
    </message>
    <message>
        <source>Change the password of %1</source>
        <translation>Passwort von %1 ändern</translation>
    </message>
    <message>
        <source>Everybody who uses this role needs the new password afterwards. Connections that are open stay open.</source>
        <translation>Alle, die diese Rolle verwenden, brauchen danach das neue Passwort. Offene Verbindungen bleiben offen.</translation>
    </message>
    <message>
        <source>your name on this computer</source>
        <translation>der eigene Name auf diesem Computer</translation>
    </message>
    <message>
        <source>as the service “%1” says</source>
        <translation>wie im Dienst „%1“ angegeben</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Neues Passwort</translation>
    </message>
    <message>
        <source>&amp;Show</source>
        <translation>&amp;Anzeigen</translation>
    </message>
    <message>
        <source>Show the new password</source>
        <translation>Neues Passwort anzeigen</translation>
    </message>
    <message>
        <source>Cop&amp;y</source>
        <translation>Kop&amp;ieren</translation>
    </message>
    <message>
        <source>Copy the new password for 30 seconds</source>
        <translation>Neues Passwort für 30 Sekunden kopieren</translation>
    </message>
    <message>
        <source>&amp;Make Another</source>
        <translation>Anderes &amp;erzeugen</translation>
    </message>
    <message>
        <source>Make another strong password</source>
        <translation>Ein anderes starkes Passwort erzeugen</translation>
    </message>
    <message>
        <source>I have kept the &amp;new password in a safe place</source>
        <translation>Das &amp;neue Passwort ist sicher verwahrt</translation>
    </message>
    <message>
        <source>I have kept the new password in a safe place</source>
        <translation>Das neue Passwort ist sicher verwahrt</translation>
    </message>
    <message>
        <source>Progress of the change</source>
        <translation>Fortschritt der Änderung</translation>
    </message>
    <message>
        <source>Role:</source>
        <translation>Rolle:</translation>
    </message>
    <message>
        <source>New &amp;password:</source>
        <translation>Neues &amp;Passwort:</translation>
    </message>
    <message>
        <source>&amp;Type %1 to confirm:</source>
        <extracomment>The environment&apos;s name, to be typed exactly as it is written</extracomment>
        <translation>Zum &amp;Bestätigen %1 eingeben:</translation>
    </message>
    <message>
        <source>Type %1 to confirm</source>
        <translation>Zum Bestätigen %1 eingeben</translation>
    </message>
    <message>
        <source>&amp;Change Password</source>
        <translation>Passwort än&amp;dern</translation>
    </message>
    <message>
        <source>Change the password on the server</source>
        <translation>Passwort auf dem Server ändern</translation>
    </message>
</context>
<context>
    <name>Gui::CleanUpDialog</name>
    <message>
        <source>Clean Up Backups</source>
        <translation>Sicherungen aufräumen</translation>
    </message>
    <message>
        <source>Backups, and what becomes of them</source>
        <translation>Sicherungen und was aus ihnen wird</translation>
    </message>
    <message>
        <source>What becomes of it</source>
        <translation>Was daraus wird</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Backups of “%1” to keep</source>
        <translation>Sicherungen von „%1“, die bleiben sollen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>When a backup was made, how long ago</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Is deleted</source>
        <translation>Wird gelöscht</translation>
    </message>
    <message>
        <source>Stays: %1</source>
        <extracomment>Why a backup is kept</extracomment>
        <translation>Bleibt: %1</translation>
    </message>
    <message>
        <source>Without a number all backups are kept.</source>
        <translation>Ohne Zahl bleiben alle Sicherungen erhalten.</translation>
    </message>
    <message>
        <source>Nothing is deleted by this rule.</source>
        <translation>Diese Regel löscht nichts.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln backup(s) are deleted, %1. Nothing brings them back.</source>
        <translation>
            <numerusform>%Ln Sicherung wird gelöscht, %1. Nichts bringt sie zurück.</numerusform>
            <numerusform>%Ln Sicherungen werden gelöscht, %1. Nichts bringt sie zurück.</numerusform>
        </translation>
    </message>
    <message>
        <source>size not known</source>
        <translation>Größe unbekannt</translation>
    </message>
</context>
<context>
    <name>Gui::CompareDialog</name>
    <message>
        <source>Compare a Backup with the Database</source>
        <translation>Sicherung mit der Datenbank vergleichen</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Vergleich läuft…</translation>
    </message>
    <message>
        <source>Progress of the comparison</source>
        <translation>Fortschritt des Vergleichs</translation>
    </message>
    <message>
        <source>&amp;Bring back</source>
        <translation>&amp;Zurückholen</translation>
    </message>
    <message>
        <source>Stages the old values in the table, where you review and save them</source>
        <translation>Merkt die alten Werte in der Tabelle vor, wo sie durchgesehen und gespeichert werden</translation>
    </message>
    <message>
        <source>&amp;Restore with the same numbers…</source>
        <translation>Mit denselben &amp;Nummern wiederherstellen…</translation>
    </message>
    <message>
        <source>Restores the chosen customers as whole rows, with their numbers and times</source>
        <translation>Stellt die gewählten Kunden als ganze Zeilen wieder her, mit ihren Nummern und Zeiten</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>%1 and “%2” now</source>
        <extracomment>A backup, the name of the database</extracomment>
        <translation>%1 und „%2“ jetzt</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search in names and values</source>
        <translation>In Namen und Werten suchen</translation>
    </message>
    <message>
        <source>Customers that differ</source>
        <translation>Kunden mit Unterschieden</translation>
    </message>
    <message>
        <source>Not compared</source>
        <translation>Nicht verglichen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>No difference</source>
        <translation>Kein Unterschied</translation>
    </message>
    <message>
        <source>The customers in the database are those of the backup.</source>
        <translation>Die Kunden in der Datenbank sind die der Sicherung.</translation>
    </message>
    <message numerus="yes">
        <source>Only the first %Ln differences are shown.</source>
        <translation>
            <numerusform>Nur der erste Unterschied (%Ln) wird gezeigt.</numerusform>
            <numerusform>Nur die ersten %Ln Unterschiede werden gezeigt.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>What is shown, how many</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>All differences</source>
        <translation>Alle Unterschiede</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Bring back %n customer(s)</source>
        <translation>
            <numerusform>%n Kunden &amp;zurückholen</numerusform>
            <numerusform>%n Kunden &amp;zurückholen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::ConflictDialog</name>
    <message>
        <source>no value</source>
        <translation>kein Wert</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>Somebody else changed the same customers</source>
        <translation>Jemand anderes hat dieselben Kunden geändert</translation>
    </message>
    <message>
        <source>Nothing was saved yet. Choose for each field whose value stays; changes to different fields are put together.</source>
        <translation>Noch wurde nichts gespeichert. Bitte für jedes Feld wählen, welcher Wert bleibt; Änderungen an verschiedenen Feldern werden zusammengeführt.</translation>
    </message>
    <message>
        <source>All &amp;mine</source>
        <translation>Alle &amp;eigenen</translation>
    </message>
    <message>
        <source>All &amp;theirs</source>
        <translation>Alle &amp;anderen</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>Eigener Wert</translation>
    </message>
    <message>
        <source>Theirs</source>
        <translation>Anderer Wert</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Kunde</translation>
    </message>
    <message>
        <source>was there</source>
        <translation>war vorhanden</translation>
    </message>
    <message>
        <source>Keep as a new customer</source>
        <translation>Als neuen Kunden behalten</translation>
    </message>
    <message>
        <source>Gone for good: drop my changes</source>
        <translation>Endgültig gelöscht: meine Änderungen verwerfen</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>Papierkorb</translation>
    </message>
    <message>
        <source>in the trash</source>
        <translation>im Papierkorb</translation>
    </message>
    <message>
        <source>active</source>
        <translation>aktiv</translation>
    </message>
    <message>
        <source>In the trash</source>
        <translation>Im Papierkorb</translation>
    </message>
    <message>
        <source>Active, with my changes</source>
        <translation>Aktiv, mit meinen Änderungen</translation>
    </message>
    <message>
        <source>In the trash, without my changes</source>
        <translation>Im Papierkorb, ohne meine Änderungen</translation>
    </message>
    <message>
        <source>Active, as they left it</source>
        <translation>Aktiv, mit den anderen Werten</translation>
    </message>
    <message>
        <source>%1 (is taken)</source>
        <comment>a value that needs no decision</comment>
        <translation>%1 (wird übernommen)</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <comment>field, whose value, value</comment>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>eigener Wert</translation>
    </message>
    <message>
        <source>theirs</source>
        <translation>anderer Wert</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Konflikte</translation>
    </message>
    <message>
        <source>This one:</source>
        <comment>the value stands below</comment>
        <translation>Dieser:</translation>
    </message>
</context>
<context>
    <name>Gui::ConnectDialog</name>
    <message>
        <source>Connect to a Database</source>
        <translation>Mit einer Datenbank verbinden</translation>
    </message>
    <message>
        <source>Connection string</source>
        <translation>Verbindungszeichenfolge</translation>
    </message>
    <message>
        <source>postgresql://user:password@host/database</source>
        <translation>postgresql://benutzer:passwort@host/datenbank</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>none given</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>&amp;Show</source>
        <translation>&amp;Anzeigen</translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>Passwort anzeigen</translation>
    </message>
    <message>
        <source>&amp;Connection string, as your provider or your settings file gives it:</source>
        <translation>&amp;Verbindungszeichenfolge, wie sie der Anbieter oder die Einstellungsdatei nennt:</translation>
    </message>
    <message>
        <source>&amp;Password:</source>
        <translation>&amp;Passwort:</translation>
    </message>
    <message>
        <source>&amp;Read from File…</source>
        <translation>Aus Datei &amp;lesen…</translation>
    </message>
    <message>
        <source>Read from file</source>
        <translation>Aus Datei lesen</translation>
    </message>
    <message>
        <source>Finds the string in an appsettings.json or .env file</source>
        <translation>Findet die Verbindungszeichenfolge in einer appsettings.json- oder .env-Datei</translation>
    </message>
    <message>
        <source>C&amp;onnect</source>
        <translation>V&amp;erbinden</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Reading the file…</source>
        <translation>Datei wird gelesen…</translation>
    </message>
    <message>
        <source>Every usual form is understood: postgresql://…, Host=…;Database=…, host=… dbname=…, Data Source=…, or the path of an SQLite file. Nothing is connected before you say so.</source>
        <translation>Alle üblichen Formen werden verstanden: postgresql://…, Host=…;Database=…, host=… dbname=…, Data Source=… oder der Pfad einer SQLite-Datei. Verbunden wird erst auf Knopfdruck.</translation>
    </message>
    <message>
        <source>Read the Connection String from a File</source>
        <translation>Verbindungszeichenfolge aus einer Datei lesen</translation>
    </message>
    <message>
        <source>Settings files (appsettings*.json .env .env.* *.env)</source>
        <translation>Einstellungsdateien (appsettings*.json .env .env.* *.env)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>This text is too long to be a connection string.</source>
        <translation>Dieser Text ist zu lang für eine Verbindungszeichenfolge.</translation>
    </message>
    <message>
        <source>What the connection string means</source>
        <translation>Was die Verbindungszeichenfolge bedeutet</translation>
    </message>
</context>
<context>
    <name>Gui::ConnectionSummary</name>
    <message>
        <source>PostgreSQL at Neon</source>
        <translation>PostgreSQL bei Neon</translation>
    </message>
    <message>
        <source>PostgreSQL at Azure</source>
        <translation>PostgreSQL bei Azure</translation>
    </message>
    <message>
        <source>PostgreSQL at Supabase</source>
        <translation>PostgreSQL bei Supabase</translation>
    </message>
    <message>
        <source>SQLite file on this computer</source>
        <translation>SQLite-Datei auf diesem Computer</translation>
    </message>
    <message>
        <source>PostgreSQL on this computer</source>
        <translation>PostgreSQL auf diesem Computer</translation>
    </message>
    <message>
        <source>PostgreSQL</source>
        <translation>PostgreSQL</translation>
    </message>
    <message>
        <source>local socket, port %1</source>
        <translation>lokaler Socket, Port %1</translation>
    </message>
    <message>
        <source>%1, port %2</source>
        <translation>%1, Port %2</translation>
    </message>
    <message>
        <source>; else </source>
        <extracomment>Between two servers of one connection string</extracomment>
        <translation>; sonst </translation>
    </message>
    <message>
        <source>always, and the server must prove its name</source>
        <translation>immer, und der Server muss seinen Namen beweisen</translation>
    </message>
    <message>
        <source>always; the certificate is checked, the server&apos;s name is not</source>
        <translation>immer; das Zertifikat wird geprüft, der Name des Servers nicht</translation>
    </message>
    <message>
        <source>always, but the server is not verified</source>
        <translation>immer, aber der Server wird nicht geprüft</translation>
    </message>
    <message>
        <source>when the server offers it</source>
        <translation>wenn der Server sie anbietet</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Encryption:</source>
        <translation>Verschlüsselung:</translation>
    </message>
    <message>
        <source>Connection:</source>
        <translation>Verbindung:</translation>
    </message>
    <message>
        <source>through a pooler</source>
        <translation>über einen Pooler</translation>
    </message>
    <message>
        <source>direct</source>
        <translation>direkt</translation>
    </message>
    <message>
        <source>Use the &amp;direct host</source>
        <translation>&amp;Direkten Host verwenden</translation>
    </message>
    <message>
        <source>Use the direct host</source>
        <translation>Direkten Host verwenden</translation>
    </message>
    <message>
        <source>Connect to %1, without the pooler</source>
        <translation>Mit %1 verbinden, ohne den Pooler</translation>
    </message>
    <message>
        <source>Database engine:</source>
        <translation>Datenbanksystem:</translation>
    </message>
    <message>
        <source>File:</source>
        <translation>Datei:</translation>
    </message>
    <message>
        <source>Opens for:</source>
        <translation>Öffnet zum:</translation>
    </message>
    <message>
        <source>reading only</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>reading and writing</source>
        <translation>Lesen und Schreiben</translation>
    </message>
    <message>
        <source>your name on this computer</source>
        <translation>der eigene Name auf diesem Computer</translation>
    </message>
    <message>
        <source>Server:</source>
        <translation>Server:</translation>
    </message>
    <message>
        <source>Database:</source>
        <translation>Datenbank:</translation>
    </message>
    <message>
        <source>named like the user</source>
        <translation>heißt wie der Benutzer</translation>
    </message>
    <message>
        <source>User:</source>
        <translation>Benutzer:</translation>
    </message>
</context>
<context>
    <name>Gui::CustomerEditor</name>
    <message>
        <source>New customer</source>
        <translation>Neuer Kunde</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>%1 ändern</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n customer(s)</source>
        <translation>
            <numerusform>%n Kunden löschen</numerusform>
            <numerusform>%n Kunden löschen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restore %n customer(s)</source>
        <translation>
            <numerusform>%n Kunden wiederherstellen</numerusform>
            <numerusform>%n Kunden wiederherstellen</numerusform>
        </translation>
    </message>
    <message>
        <source>Discard changes</source>
        <translation>Änderungen verwerfen</translation>
    </message>
    <message>
        <source>Not saved yet: “%1” has a field that needs your attention. %2</source>
        <translation>Noch nicht gespeichert: Bei „%1“ stimmt ein Feld noch nicht. %2</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
</context>
<context>
    <name>Gui::CustomerFilterBar</name>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search name, email, phone, address, notes</source>
        <translation>Name, E-Mail, Telefon, Adresse, Notizen durchsuchen</translation>
    </message>
    <message>
        <source>Filter columns</source>
        <translation>Spalten filtern</translation>
    </message>
    <message>
        <source>Filter single columns</source>
        <translation>Einzelne Spalten filtern</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Wird gelesen</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Customers that are not deleted</source>
        <translation>Kunden, die nicht gelöscht sind</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>Unvollständig</translation>
    </message>
    <message>
        <source>Active customers without email, phone or address</source>
        <translation>Aktive Kunden ohne E-Mail, Telefon oder Adresse</translation>
    </message>
    <message>
        <source>New this week</source>
        <translation>Neu diese Woche</translation>
    </message>
    <message>
        <source>Active customers added in the last seven days</source>
        <translation>Aktive Kunden, die in den letzten sieben Tagen dazukamen</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>Papierkorb</translation>
    </message>
    <message>
        <source>Deleted customers, which can be restored</source>
        <translation>Gelöschte Kunden, die wiederhergestellt werden können</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Active and deleted customers</source>
        <translation>Aktive und gelöschte Kunden</translation>
    </message>
    <message>
        <source>Filter by %1</source>
        <translation>Nach %1 filtern</translation>
    </message>
    <message>
        <source>counting…</source>
        <translation>wird gezählt…</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>etwa %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln match(es)</source>
        <translation>
            <numerusform>%Ln Treffer</numerusform>
            <numerusform>%Ln Treffer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln customer(s)</source>
        <translation>
            <numerusform>%Ln Kunde</numerusform>
            <numerusform>%Ln Kunden</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Clear all column filters</source>
        <translation>Alle Spaltenfilter leeren</translation>
    </message>
    <message>
        <source>Filter columns (%1)</source>
        <comment>columns in use</comment>
        <translation>Spalten filtern (%1)</translation>
    </message>
</context>
<context>
    <name>Gui::CustomerForm</name>
    <message>
        <source>Customer details</source>
        <translation>Einzelheiten zum Kunden</translation>
    </message>
    <message>
        <source>Na&amp;me</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>Ema&amp;il</source>
        <translation>&amp;E-Mail</translation>
    </message>
    <message>
        <source>Pho&amp;ne</source>
        <translation>&amp;Telefon</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>Ad&amp;resse</translation>
    </message>
    <message>
        <source>N&amp;otes</source>
        <translation>N&amp;otizen</translation>
    </message>
    <message>
        <source>&amp;Take back changes</source>
        <translation>Änderungen &amp;zurücknehmen</translation>
    </message>
    <message>
        <source>De&amp;lete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Resto&amp;re</source>
        <translation>&amp;Wiederherstellen</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s)</source>
        <translation>
            <numerusform>%n Auftrag</numerusform>
            <numerusform>%n Aufträge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) in %1</source>
        <translation>
            <numerusform>%n Zeile in %1</numerusform>
            <numerusform>%n Zeilen in %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln customers selected</source>
        <translation>
            <numerusform>%Ln Kunde ausgewählt</numerusform>
            <numerusform>%Ln Kunden ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>What you do next concerns all of them.</source>
        <translation>Der nächste Schritt betrifft sie alle.</translation>
    </message>
    <message>
        <source>Delete them</source>
        <translation>Alle löschen</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>No customer selected</source>
        <translation>Kein Kunde ausgewählt</translation>
    </message>
    <message>
        <source>Select one in the list to see and change the details.</source>
        <translation>Nach der Auswahl in der Liste lassen sich hier die Einzelheiten ansehen und ändern.</translation>
    </message>
    <message>
        <source>New customer</source>
        <translation>Neuer Kunde</translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation>(ohne Namen)</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>Noch nicht gespeichert</translation>
    </message>
    <message>
        <source>Will be moved to the trash when you save</source>
        <translation>Kommt beim Speichern in den Papierkorb</translation>
    </message>
    <message>
        <source>Will be restored when you save</source>
        <translation>Wird beim Speichern wiederhergestellt</translation>
    </message>
    <message>
        <source>In the trash</source>
        <translation>Im Papierkorb</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) not saved</source>
        <translation>
            <numerusform>%n Änderung nicht gespeichert</numerusform>
            <numerusform>%n Änderungen nicht gespeichert</numerusform>
        </translation>
    </message>
    <message>
        <source>Number %1</source>
        <translation>Nummer %1</translation>
    </message>
    <message>
        <source>Created %1</source>
        <translation>Angelegt %1</translation>
    </message>
    <message>
        <source>Updated %1</source>
        <translation>Geändert %1</translation>
    </message>
    <message>
        <source>Deleted %1</source>
        <translation>Gelöscht %1</translation>
    </message>
    <message>
        <source>Restore them</source>
        <translation>Alle wiederherstellen</translation>
    </message>
</context>
<context>
    <name>Gui::CustomerTableModel</name>
    <message>
        <source>Gets its number when it is saved</source>
        <translation>Bekommt beim Speichern eine Nummer</translation>
    </message>
    <message>
        <source>No value (NULL)</source>
        <translation>Kein Wert (NULL)</translation>
    </message>
    <message>
        <source>Empty text</source>
        <translation>Leerer Text</translation>
    </message>
    <message>
        <source>Before: %1</source>
        <translation>Vorher: %1</translation>
    </message>
    <message>
        <source>no value</source>
        <translation>kein Wert</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>value, column</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Telefon</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Created (%1)</source>
        <comment>time zone</comment>
        <translation>Angelegt (%1)</translation>
    </message>
    <message>
        <source>Updated (%1)</source>
        <comment>time zone</comment>
        <translation>Geändert (%1)</translation>
    </message>
    <message>
        <source>Deleted (%1)</source>
        <comment>time zone</comment>
        <translation>Gelöscht (%1)</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
</context>
<context>
    <name>Gui::CustomerTableView</name>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Usual columns</source>
        <translation>Übliche Spalten</translation>
    </message>
</context>
<context>
    <name>Gui::CustomersPage</name>
    <message numerus="yes">
        <source>%n job(s)</source>
        <translation>
            <numerusform>%n Auftrag</numerusform>
            <numerusform>%n Aufträge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) in %1</source>
        <translation>
            <numerusform>%n Zeile in %1</numerusform>
            <numerusform>%n Zeilen in %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Kunden</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>&amp;New customer</source>
        <translation>&amp;Neuer Kunde</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Res&amp;tore</source>
        <translation>&amp;Wiederherstellen</translation>
    </message>
    <message>
        <source>Delete for &amp;good…</source>
        <translation>&amp;Endgültig löschen…</translation>
    </message>
    <message>
        <source>Re&amp;view changes…</source>
        <translation>Änderungen &amp;prüfen…</translation>
    </message>
    <message>
        <source>Dis&amp;card all changes…</source>
        <translation>Alle Änderungen &amp;verwerfen…</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>Re&amp;fresh</source>
        <translation>&amp;Aktualisieren</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message numerus="yes">
        <source>%n cells are too many to copy at once. Select fewer rows.</source>
        <translation>
            <numerusform>%n Zelle ist zu viel, um sie auf einmal zu kopieren. Bitte weniger Zeilen auswählen.</numerusform>
            <numerusform>%n Zellen sind zu viele, um sie auf einmal zu kopieren. Bitte weniger Zeilen auswählen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Saved %n customer(s).</source>
        <translation>
            <numerusform>%n Kunde gespeichert.</numerusform>
            <numerusform>%n Kunden gespeichert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Changes of somebody else to other fields of %n customer(s) were kept.</source>
        <translation>
            <numerusform>Bei %n Kunden blieben Änderungen anderer an anderen Feldern erhalten.</numerusform>
            <numerusform>Bei %n Kunden blieben Änderungen anderer an anderen Feldern erhalten.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Deleted %n customer(s) for good.</source>
        <translation>
            <numerusform>%n Kunde endgültig gelöscht.</numerusform>
            <numerusform>%n Kunden endgültig gelöscht.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Unsaved changes to %n customer(s) from last time are back.</source>
        <translation>
            <numerusform>Nicht gespeicherte Änderungen an %n Kunden vom letzten Mal sind wieder da.</numerusform>
            <numerusform>Nicht gespeicherte Änderungen an %n Kunden vom letzten Mal sind wieder da.</numerusform>
        </translation>
    </message>
    <message>
        <source>The customers could not be read</source>
        <translation>Die Kunden konnten nicht gelesen werden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Reading customers…</source>
        <translation>Kunden werden gelesen…</translation>
    </message>
    <message>
        <source>No customer matches</source>
        <translation>Kein Kunde passt</translation>
    </message>
    <message>
        <source>Nothing in this view contains what you look for. Check the spelling, or search all active customers.</source>
        <translation>Nichts in dieser Ansicht enthält den gesuchten Text. Bitte die Schreibweise prüfen oder alle aktiven Kunden durchsuchen.</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>The trash is empty</source>
        <translation>Der Papierkorb ist leer</translation>
    </message>
    <message>
        <source>Deleted customers wait here until you restore them or delete them for good.</source>
        <translation>Gelöschte Kunden bleiben hier, bis sie wiederhergestellt oder endgültig gelöscht werden.</translation>
    </message>
    <message>
        <source>Nobody here</source>
        <translation>Niemand hier</translation>
    </message>
    <message>
        <source>No customer belongs to this view at the moment.</source>
        <translation>Zu dieser Ansicht gehört zurzeit kein Kunde.</translation>
    </message>
    <message>
        <source>Show active customers</source>
        <translation>Aktive Kunden zeigen</translation>
    </message>
    <message>
        <source>No customers yet</source>
        <translation>Noch keine Kunden</translation>
    </message>
    <message>
        <source>Add the first one; everything is saved in this database only.</source>
        <translation>Jetzt den ersten hinzufügen; alles wird nur in dieser Datenbank gespeichert.</translation>
    </message>
    <message>
        <source>New customer</source>
        <translation>Neuer Kunde</translation>
    </message>
    <message numerus="yes">
        <source>%n customers are too many at once. Select fewer.</source>
        <translation>
            <numerusform>%n Kunde ist auf einmal zu viel. Bitte weniger auswählen.</numerusform>
            <numerusform>%n Kunden sind auf einmal zu viele. Bitte weniger auswählen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Some of the selected customers are still being read. Try again in a moment.</source>
        <translation>Einige der ausgewählten Kunden werden noch gelesen. Bitte gleich noch einmal versuchen.</translation>
    </message>
    <message>
        <source>&amp;Save %1</source>
        <translation>&amp;Speichern (%1)</translation>
    </message>
    <message>
        <source>&amp;Undo %1</source>
        <translation>&amp;Rückgängig: %1</translation>
    </message>
    <message>
        <source>&amp;Redo %1</source>
        <translation>&amp;Wiederholen: %1</translation>
    </message>
    <message>
        <source>Delete customers</source>
        <translation>Kunden löschen</translation>
    </message>
    <message numerus="yes">
        <source>The %n customer(s) you delete have %1.</source>
        <translation>
            <numerusform>Zu dem Kunden, der gelöscht wird, gibt es %1.</numerusform>
            <numerusform>Zu den %n Kunden, die gelöscht werden, gibt es %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>The web application hides them together with the customer. Nothing is lost: restoring the customer brings them back.</source>
        <translation>Die Web-Anwendung blendet sie zusammen mit dem Kunden aus. Nichts geht verloren: Beim Wiederherstellen des Kunden sind sie wieder da.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Endgültig löschen</translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) will be gone for good. This cannot be undone.</source>
        <translation>
            <numerusform>%n Kunde wird endgültig gelöscht. Das lässt sich nicht rückgängig machen.</numerusform>
            <numerusform>%n Kunden werden endgültig gelöscht. Das lässt sich nicht rückgängig machen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Customers that jobs refer to are kept, and then nothing is deleted.</source>
        <translation>Gibt es zu einem davon noch Aufträge, bleibt er erhalten, und nichts wird gelöscht.</translation>
    </message>
    <message>
        <source>Discard changes</source>
        <translation>Änderungen verwerfen</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) will be forgotten. Undo brings them back as long as this window is open.</source>
        <translation>
            <numerusform>%n Änderung wird verworfen. Mit „Rückgängig“ kommt sie zurück, solange dieses Fenster offen ist.</numerusform>
            <numerusform>%n Änderungen werden verworfen. Mit „Rückgängig“ kommen sie zurück, solange dieses Fenster offen ist.</numerusform>
        </translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Only a backup has them then.</source>
        <translation>Dann sind sie nur noch in einer Sicherungskopie.</translation>
    </message>
</context>
<context>
    <name>Gui::DatabaseChooser</name>
    <message>
        <source>SQLite databases (*.db *.sqlite *.sqlite3);;All files (*)</source>
        <translation>SQLite-Datenbanken (*.db *.sqlite *.sqlite3);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt benutzt</translation>
    </message>
    <message>
        <source>recently used</source>
        <translation>zuletzt benutzt</translation>
    </message>
    <message>
        <source>Open database file</source>
        <translation>Datenbankdatei öffnen</translation>
    </message>
    <message>
        <source>chosen file</source>
        <translation>gewählte Datei</translation>
    </message>
    <message>
        <source>New database file</source>
        <translation>Neue Datenbankdatei</translation>
    </message>
    <message>
        <source>entered by hand</source>
        <translation>von Hand eingegeben</translation>
    </message>
</context>
<context>
    <name>Gui::DialogPrompt</name>
    <message>
        <source>%1 · %2</source>
        <extracomment>Title of a question: environment, what it is about</extracomment>
        <translation>%1 · %2</translation>
    </message>
</context>
<context>
    <name>Gui::DifferenceFields</name>
    <message>
        <source>Fields of the chosen customer</source>
        <translation>Felder des gewählten Kunden</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>In the backup</source>
        <translation>In der Sicherung</translation>
    </message>
    <message>
        <source>In the database</source>
        <translation>In der Datenbank</translation>
    </message>
</context>
<context>
    <name>Gui::DifferenceModel</name>
    <message>
        <source>Missing in the database</source>
        <translation>Fehlt in der Datenbank</translation>
    </message>
    <message>
        <source>Changed since</source>
        <translation>Seither geändert</translation>
    </message>
    <message>
        <source>Added since</source>
        <translation>Seither hinzugekommen</translation>
    </message>
    <message>
        <source>no value</source>
        <translation>kein Wert</translation>
    </message>
    <message>
        <source>in the trash</source>
        <translation>im Papierkorb</translation>
    </message>
    <message>
        <source>not in the trash</source>
        <translation>nicht im Papierkorb</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Felder</translation>
    </message>
</context>
<context>
    <name>Gui::DoctorDialog</name>
    <message>
        <source>Check the Connection</source>
        <translation>Verbindung prüfen</translation>
    </message>
    <message>
        <source>Steps done</source>
        <translation>Erledigte Schritte</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Cop&amp;y report</source>
        <translation>Bericht &amp;kopieren</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Without passwords, to send to somebody who helps</source>
        <translation>Ohne Passwörter, zum Senden an jemanden, der hilft</translation>
    </message>
    <message>
        <source>&amp;Run again</source>
        <translation>&amp;Noch einmal prüfen</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>Noch einmal prüfen</translation>
    </message>
    <message>
        <source>Checking the connection…</source>
        <translation>Verbindung wird geprüft…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft…</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>Gui::DoctorRow</name>
    <message>
        <source>passed</source>
        <translation>bestanden</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>nicht geprüft</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Details of %1</source>
        <translation>Einzelheiten zu: %1</translation>
    </message>
    <message>
        <source>being checked</source>
        <translation>wird geprüft</translation>
    </message>
    <message>
        <source>not checked yet</source>
        <translation>noch nicht geprüft</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <comment>a step, its verdict</comment>
        <translation>%1: %2.</translation>
    </message>
</context>
<context>
    <name>Gui::ErrorPresenter</name>
    <message>
        <source>Code: %1</source>
        <translation>Code: %1</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
</context>
<context>
    <name>Gui::ExportDesk</name>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>Exporting from “%1”</source>
        <translation>Export aus „%1“</translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) were exported to “%1” (%2).</source>
        <translation>
            <numerusform>%Ln Zeile wurde nach „%1“ exportiert (%2).</numerusform>
            <numerusform>%Ln Zeilen wurden nach „%1“ exportiert (%2).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln value(s) had characters that this format cannot hold; they were replaced.</source>
        <translation>
            <numerusform>%Ln Wert hatte Zeichen, die dieses Format nicht aufnehmen kann; sie wurden ersetzt.</numerusform>
            <numerusform>%Ln Werte hatten Zeichen, die dieses Format nicht aufnehmen kann; sie wurden ersetzt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>The export was stopped. Nothing is left of it.</source>
        <translation>Der Export wurde abgebrochen. Nichts davon ist übrig.</translation>
    </message>
</context>
<context>
    <name>Gui::ExportDialog</name>
    <message>
        <source>CSV, text for spreadsheets and other programs</source>
        <translation>CSV, Text für Tabellenkalkulationen und andere Programme</translation>
    </message>
    <message>
        <source>XLSX, a workbook for Excel and LibreOffice</source>
        <translation>XLSX, eine Arbeitsmappe für Excel und LibreOffice</translation>
    </message>
    <message>
        <source>JSON, for programs</source>
        <translation>JSON, für Programme</translation>
    </message>
    <message>
        <source>SQL, INSERT statements for PostgreSQL and SQLite</source>
        <translation>SQL, INSERT-Anweisungen für PostgreSQL und SQLite</translation>
    </message>
    <message>
        <source>A line for each customer, in UTF-8, times in UTC. An empty field is no value, &quot;&quot; is an empty text.</source>
        <translation>Eine Zeile je Kunde, in UTF-8, Zeiten in UTC. Ein leeres Feld ist kein Wert, &quot;&quot; ist ein leerer Text.</translation>
    </message>
    <message>
        <source>One sheet. Telephone numbers keep their zeros, times are dates in UTC, and nothing is taken for a formula. At most %1 rows.</source>
        <translation>Ein Blatt. Telefonnummern behalten ihre Nullen, Zeiten sind Datumswerte in UTC, und nichts wird für eine Formel gehalten. Höchstens %1 Zeilen.</translation>
    </message>
    <message>
        <source>A list of objects, times in UTC. Numbers, yes and no, and no value keep their types.</source>
        <translation>Eine Liste von Objekten, Zeiten in UTC. Zahlen, Ja und Nein und fehlende Werte behalten ihren Typ.</translation>
    </message>
    <message>
        <source>One transaction that adds the rows to a table that is there. All of them come, or none does.</source>
        <translation>Eine Transaktion, die die Zeilen an eine vorhandene Tabelle anfügt. Es kommen alle oder keine.</translation>
    </message>
    <message>
        <source>%1 files (*.%2)</source>
        <extracomment>%1 is CSV, %2 is csv</extracomment>
        <translation>%1-Dateien (*.%2)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>Choose the file and export</source>
        <translation>Datei wählen und exportieren</translation>
    </message>
    <message>
        <source>Export the customers of “%1”</source>
        <translation>Die Kunden von „%1“ exportieren</translation>
    </message>
    <message>
        <source>The &amp;list as it is shown</source>
        <translation>Die &amp;Liste, wie sie zu sehen ist</translation>
    </message>
    <message>
        <source>The &amp;whole table</source>
        <translation>Die &amp;ganze Tabelle</translation>
    </message>
    <message>
        <source>All its customers</source>
        <translation>Alle Kunden der Liste</translation>
    </message>
    <message>
        <source>%1 of %2 customers</source>
        <translation>%1 von %2 Kunden</translation>
    </message>
    <message numerus="yes">
        <source>%Ln customer(s)</source>
        <translation>
            <numerusform>%Ln Kunde</numerusform>
            <numerusform>%Ln Kunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, with the order and the %Ln column(s) on screen</source>
        <extracomment>%1 is &quot;12 of 40 customers&quot;</extracomment>
        <translation>
            <numerusform>%1, mit der Reihenfolge und der %Ln sichtbaren Spalte</numerusform>
            <numerusform>%1, mit der Reihenfolge und den %Ln sichtbaren Spalten</numerusform>
        </translation>
    </message>
    <message>
        <source>All customers, also those in the trash, with every column</source>
        <translation>Alle Kunden, auch die im Papierkorb, mit allen Spalten</translation>
    </message>
    <message numerus="yes">
        <source>%Ln customer(s), also those in the trash, with every column</source>
        <translation>
            <numerusform>%Ln Kunde, auch aus dem Papierkorb, mit allen Spalten</numerusform>
            <numerusform>%Ln Kunden, auch die im Papierkorb, mit allen Spalten</numerusform>
        </translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>&amp;Format:</source>
        <translation>&amp;Format:</translation>
    </message>
    <message>
        <source>&amp;Protect from formulas</source>
        <translation>Vor Formeln &amp;schützen</translation>
    </message>
    <message>
        <source>A text that a spreadsheet would calculate gets an apostrophe in front: +1 (216) 555-0199 becomes &apos;+1 (216) 555-0199. Without the tick each text stays as it is, for other programs.</source>
        <translation>Ein Text, den eine Tabellenkalkulation berechnen würde, bekommt einen Apostroph davor: Aus +1 (216) 555-0199 wird &apos;+1 (216) 555-0199. Ohne das Häkchen bleibt jeder Text, wie er ist, für andere Programme.</translation>
    </message>
    <message>
        <source>Each text stays as it is. A spreadsheet that opens the file may run what somebody typed as a name or a note.</source>
        <translation>Jeder Text bleibt, wie er ist. Eine Tabellenkalkulation, die die Datei öffnet, führt vielleicht aus, was jemand als Namen oder Notiz eingetippt hat.</translation>
    </message>
    <message>
        <source>A sheet takes %1 rows, and these are %2. Filter the list, or choose another format.</source>
        <translation>Ein Blatt fasst %1 Zeilen, und hier sind es %2. Bitte die Liste filtern oder ein anderes Format wählen.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) that are not saved yet will not be in the file.</source>
        <translation>
            <numerusform>%Ln noch nicht gespeicherte Änderung wird nicht in der Datei sein.</numerusform>
            <numerusform>%Ln noch nicht gespeicherte Änderungen werden nicht in der Datei sein.</numerusform>
        </translation>
    </message>
    <message>
        <source>Export To</source>
        <translation>Exportieren nach</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>Gui::FieldEditor</name>
    <message>
        <source>Take back the change of %1</source>
        <translation>Änderung an %1 zurücknehmen</translation>
    </message>
    <message>
        <source>%1/%2</source>
        <comment>characters used and allowed</comment>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>no value</source>
        <translation>kein Wert</translation>
    </message>
    <message>
        <source>Back to: %1</source>
        <translation>Zurück zu: %1</translation>
    </message>
</context>
<context>
    <name>Gui::IdentityBand</name>
    <message>
        <source>Read-only</source>
        <translation>Nur lesen</translation>
    </message>
    <message>
        <source>No database is open.</source>
        <translation>Keine Datenbank ist geöffnet.</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>diesem Computer</translation>
    </message>
    <message>
        <source>%1 on %2 as %3</source>
        <extracomment>Database, host, user of a PostgreSQL connection</extracomment>
        <translation>%1 auf %2 als %3</translation>
    </message>
    <message>
        <source>Not encrypted, stays on this computer</source>
        <translation>Nicht verschlüsselt, bleibt auf diesem Computer</translation>
    </message>
    <message>
        <source>Not encrypted</source>
        <translation>Nicht verschlüsselt</translation>
    </message>
    <message>
        <source>Encrypted, server verified</source>
        <translation>Verschlüsselt, Server geprüft</translation>
    </message>
    <message>
        <source>Encrypted, host name not verified</source>
        <translation>Verschlüsselt, Hostname nicht geprüft</translation>
    </message>
    <message>
        <source>Encrypted, server not verified</source>
        <translation>Verschlüsselt, Server nicht geprüft</translation>
    </message>
    <message>
        <source>Locked against changes</source>
        <translation>Gegen Änderungen gesperrt</translation>
    </message>
    <message>
        <source>Unlocked, %1:%2 left</source>
        <extracomment>Minutes and seconds until a database locks itself</extracomment>
        <translation>Entsperrt, noch %1:%2</translation>
    </message>
    <message>
        <source>Unlock…</source>
        <translation>Entsperren…</translation>
    </message>
    <message>
        <source>Lock now</source>
        <translation>Jetzt sperren</translation>
    </message>
    <message>
        <source>%1, cipher %2</source>
        <translation>%1, Chiffre %2</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>Unlocked for: %1</source>
        <translation>Entsperrt für: %1</translation>
    </message>
</context>
<context>
    <name>Gui::JobLine</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>%1: progress</source>
        <translation>%1: Fortschritt</translation>
    </message>
    <message>
        <source>Cancel: %1</source>
        <translation>Abbrechen: %1</translation>
    </message>
    <message>
        <source> · </source>
        <extracomment>Between facts about a job: percentage, phase, amount, rate, time left</extracomment>
        <translation> · </translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
</context>
<context>
    <name>Gui::JobsPanel</name>
    <message>
        <source>%1 of %2 rows</source>
        <translation>%1 von %2 Zeilen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln Zeile</numerusform>
            <numerusform>%Ln Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 of %2 pages</source>
        <translation>%1 von %2 Seiten</translation>
    </message>
    <message numerus="yes">
        <source>%Ln page(s)</source>
        <translation>
            <numerusform>%Ln Seite</numerusform>
            <numerusform>%Ln Seiten</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 rows/s</source>
        <translation>%1 Zeilen/s</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 pages/s</source>
        <translation>%1 Seiten/s</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>noch %1 s</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>noch %1 min</translation>
    </message>
    <message>
        <source>%1 h %2 min left</source>
        <translation>noch %1 h %2 min</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Work in progress</source>
        <translation>Laufende Arbeiten</translation>
    </message>
</context>
<context>
    <name>Gui::LockDialog</name>
    <message>
        <source>Process %1 of “%2”, %3.</source>
        <translation>Prozess %1 von „%2“, %3.</translation>
    </message>
    <message>
        <source>on the server&apos;s own computer</source>
        <translation>auf dem Computer des Servers selbst</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>von %1</translation>
    </message>
    <message numerus="yes">
        <source>For %Ln second(s), since %1.</source>
        <translation>
            <numerusform>Seit %Ln Sekunde, seit %1.</numerusform>
            <numerusform>Seit %Ln Sekunden, seit %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Locks on: %1</source>
        <translation>Sperren auf: %1</translation>
    </message>
    <message>
        <source>Last statement: %1</source>
        <translation>Letzte Anweisung: %1</translation>
    </message>
    <message>
        <source>Your database user may not stop it.</source>
        <translation>Ihr Datenbankbenutzer darf ihn nicht anhalten.</translation>
    </message>
    <message>
        <source>Locks</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Who holds locks</source>
        <translation>Wer Sperren hält</translation>
    </message>
    <message>
        <source>&amp;Look again every few seconds until it is free</source>
        <translation>Alle paar Sekunden &amp;nachsehen, bis frei ist</translation>
    </message>
    <message>
        <source>What keeps migrations of “%1” waiting?</source>
        <translation>Was lässt Migrationen von „%1“ warten?</translation>
    </message>
    <message>
        <source>Look &amp;again</source>
        <translation>&amp;Noch einmal nachsehen</translation>
    </message>
    <message>
        <source>&amp;Stop its statement…</source>
        <translation>Seine Anweisung an&amp;halten …</translation>
    </message>
    <message>
        <source>&amp;End its connection…</source>
        <translation>Seine Verbindung &amp;beenden …</translation>
    </message>
    <message>
        <source>&amp;Clear the lock…</source>
        <translation>Die Sperre &amp;entfernen …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Stopping ends the statement that runs now; an idle transaction goes on holding its locks. Ending the connection takes back what it has not finished, and its user sees an error.</source>
        <translation>Anhalten beendet die Anweisung, die gerade läuft; eine untätige Transaktion behält ihre Sperren. Die Verbindung zu beenden nimmt zurück, was noch nicht fertig ist, und ihr Benutzer sieht einen Fehler.</translation>
    </message>
    <message>
        <source>Clearing removes one row that Entity Framework left behind. Do it only when no web application and no “dotnet ef” is migrating this file right now.</source>
        <translation>Entfernen löscht eine Zeile, die Entity Framework zurückgelassen hat. Tun Sie das nur, wenn gerade keine Webanwendung und kein „dotnet ef“ diese Datei migriert.</translation>
    </message>
    <message>
        <source>Looking who holds locks…</source>
        <translation>Es wird nachgesehen, wer Sperren hält …</translation>
    </message>
    <message>
        <source>End its connection?</source>
        <translation>Seine Verbindung beenden?</translation>
    </message>
    <message>
        <source>Stop its statement?</source>
        <translation>Seine Anweisung anhalten?</translation>
    </message>
    <message>
        <source>What it has not finished is taken back, and its user sees an error.</source>
        <translation>Was noch nicht fertig ist, wird zurückgenommen, und der Benutzer sieht einen Fehler.</translation>
    </message>
    <message>
        <source>The statement that runs now ends with an error. An idle transaction goes on holding its locks.</source>
        <translation>Die Anweisung, die gerade läuft, endet mit einem Fehler. Eine untätige Transaktion behält ihre Sperren.</translation>
    </message>
    <message>
        <source>End it</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Stop it</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Its user can do the same work again.</source>
        <translation>Der Benutzer kann dieselbe Arbeit noch einmal tun.</translation>
    </message>
    <message>
        <source>Process %1 was asked to stop.</source>
        <translation>Prozess %1 wurde gebeten, anzuhalten.</translation>
    </message>
    <message>
        <source>Process %1 was gone already.</source>
        <translation>Prozess %1 war schon weg.</translation>
    </message>
    <message>
        <source>Clear the lock?</source>
        <translation>Die Sperre entfernen?</translation>
    </message>
    <message>
        <source>Clear the lock</source>
        <translation>Die Sperre entfernen</translation>
    </message>
    <message>
        <source>Nothing else is changed. Entity Framework takes a new lock when it migrates next.</source>
        <translation>Sonst wird nichts geändert. Entity Framework nimmt eine neue Sperre, wenn es das nächste Mal migriert.</translation>
    </message>
    <message>
        <source>The lock was cleared.</source>
        <translation>Die Sperre wurde entfernt.</translation>
    </message>
    <message>
        <source>The lock is another one by now, so it was left alone.</source>
        <translation>Die Sperre ist inzwischen eine andere, deshalb blieb sie, wie sie ist.</translation>
    </message>
</context>
<context>
    <name>Gui::MainWindow</name>
    <message>
        <source>sample customers</source>
        <translation>Beispielkunden</translation>
    </message>
    <message>
        <source>new database</source>
        <translation>neue Datenbank</translation>
    </message>
    <message>
        <source>&amp;Database</source>
        <translation>&amp;Datenbank</translation>
    </message>
    <message>
        <source>&amp;New database file…</source>
        <translation>&amp;Neue Datenbankdatei…</translation>
    </message>
    <message>
        <source>&amp;Open database file…</source>
        <translation>Datenbankdatei &amp;öffnen…</translation>
    </message>
    <message>
        <source>&amp;Connect to PostgreSQL…</source>
        <translation>Mit &amp;PostgreSQL verbinden…</translation>
    </message>
    <message>
        <source>C&amp;lose database</source>
        <translation>Datenbank s&amp;chließen</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;About GSC Tracking Admin</source>
        <translation>&amp;Über GSC Tracking Admin</translation>
    </message>
    <message>
        <source>No customers here yet</source>
        <translation>Hier gibt es noch keine Kunden</translation>
    </message>
    <message>
        <source>“%1” has no Customer table. Create it?</source>
        <translation>„%1“ hat keine Tabelle Customer. Soll sie angelegt werden?</translation>
    </message>
    <message>
        <source>The table is made as the web application makes it. Nothing else in the database is touched.</source>
        <translation>Die Tabelle wird so angelegt, wie die Web-Anwendung es tut. Sonst bleibt in der Datenbank alles, wie es ist.</translation>
    </message>
    <message>
        <source>Create the table</source>
        <translation>Tabelle anlegen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Enter the password…</source>
        <translation>Passwort eingeben…</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>C&amp;heck the connection…</source>
        <translation>&amp;Verbindung prüfen…</translation>
    </message>
    <message>
        <source>The database does not answer at the moment. Trying again; nothing is lost.</source>
        <translation>Die Datenbank antwortet zurzeit nicht. Es wird weiter versucht; nichts geht verloren.</translation>
    </message>
    <message>
        <source>Find out why…</source>
        <translation>Ursache suchen…</translation>
    </message>
    <message>
        <source> · </source>
        <extracomment>Between the parts of a window&apos;s title: environment, profile, place</extracomment>
        <translation> · </translation>
    </message>
    <message>
        <source>Work in progress</source>
        <translation>Laufende Arbeiten</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) are still running: %1</source>
        <translation>
            <numerusform>%n Vorgang läuft noch: %1</numerusform>
            <numerusform>%n Vorgänge laufen noch: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Anhalten und schließen</translation>
    </message>
    <message>
        <source>Look at the schema</source>
        <translation>Das Schema ansehen</translation>
    </message>
    <message>
        <source>Stopping leaves nothing half done: no backup under its final name, no row restored, and no migration in between.</source>
        <translation>Anhalten lässt nichts halb getan: keine Sicherung unter ihrem endgültigen Namen, keine wiederhergestellte Zeile und keine halbe Migration.</translation>
    </message>
</context>
<context>
    <name>Gui::MigrationDialog</name>
    <message>
        <source>Progress of the plan</source>
        <translation>Fortschritt des Plans</translation>
    </message>
    <message>
        <source>Dry Run</source>
        <translation>Probelauf</translation>
    </message>
    <message>
        <source>Apply Migrations</source>
        <translation>Migrationen anwenden</translation>
    </message>
    <message>
        <source>Roll Back Migrations</source>
        <translation>Migrationen zurücknehmen</translation>
    </message>
    <message>
        <source>Try the migrations of “%1” out on a copy?</source>
        <translation>Die Migrationen von „%1“ an einer Kopie ausprobieren?</translation>
    </message>
    <message>
        <source>Apply migrations to “%1”?</source>
        <translation>Migrationen auf „%1“ anwenden?</translation>
    </message>
    <message>
        <source>Roll back migrations of “%1”?</source>
        <translation>Migrationen von „%1“ zurücknehmen?</translation>
    </message>
    <message>
        <source>&amp;Apply</source>
        <translation>&amp;Anwenden</translation>
    </message>
    <message>
        <source>&amp;Roll back</source>
        <translation>&amp;Zurücknehmen</translation>
    </message>
    <message>
        <source>&amp;Dry run</source>
        <translation>&amp;Probelauf</translation>
    </message>
    <message>
        <source>Only try it out on a copy; the database is not touched</source>
        <translation>Nur an einer Kopie ausprobieren; die Datenbank wird nicht angefasst</translation>
    </message>
    <message>
        <source>Who holds the &amp;lock…</source>
        <translation>Wer hält die &amp;Sperre …</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>Making a plan…</source>
        <translation>Ein Plan wird gemacht …</translation>
    </message>
    <message>
        <source>There is no plan</source>
        <translation>Es gibt keinen Plan</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Nothing is to be done</source>
        <translation>Es ist nichts zu tun</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <extracomment>The number of a step, the name of a migration</extracomment>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>Runs outside of a transaction. When it is interrupted, applying it again goes on with it.</source>
        <translation>Läuft außerhalb einer Transaktion. Wird es unterbrochen, setzt erneutes Anwenden es fort.</translation>
    </message>
    <message>
        <source>&amp;Try it out on a copy first (recommended)</source>
        <translation>Zuerst an einer &amp;Kopie ausprobieren (empfohlen)</translation>
    </message>
    <message>
        <source>The history has migrations that are newer than all this program knows: %1. The tables may be others than it expects.</source>
        <translation>Der Verlauf enthält Migrationen, die neuer sind als alle, die dieses Programm kennt: %1. Die Tabellen können andere sein, als es erwartet.</translation>
    </message>
    <message>
        <source>I k&amp;now what these migrations do: go on</source>
        <translation>Ich &amp;weiß, was diese Migrationen tun: weitermachen</translation>
    </message>
    <message>
        <source>I a&amp;gree that this data is lost</source>
        <translation>Ich bin &amp;einverstanden, dass diese Daten verloren gehen</translation>
    </message>
    <message>
        <source>No table is there yet, so no backup is needed.</source>
        <translation>Es gibt noch keine Tabelle, darum ist keine Sicherung nötig.</translation>
    </message>
    <message>
        <source>First a backup is made and read again, in “%1”.</source>
        <translation>Zuerst wird eine Sicherung gemacht und geprüft, in „%1“.</translation>
    </message>
    <message>
        <source>Each step is all or nothing, and the first one that fails ends it. It can be stopped at any time.</source>
        <translation>Jeder Schritt geschieht ganz oder gar nicht, und der erste, der misslingt, beendet alles. Es kann jederzeit angehalten werden.</translation>
    </message>
</context>
<context>
    <name>Gui::MigrationListModel</name>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Migration</source>
        <translation>Migration</translation>
    </message>
    <message>
        <source>Applied</source>
        <translation>Angewendet</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Way back</source>
        <translation>Rückweg</translation>
    </message>
    <message>
        <source>Not this program&apos;s</source>
        <translation>Nicht von diesem Programm</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlt</translation>
    </message>
    <message>
        <source>There is no “%1.down.sql”: only a backup leads back.</source>
        <translation>Es gibt kein „%1.down.sql“: Nur eine Sicherung führt zurück.</translation>
    </message>
</context>
<context>
    <name>Gui::NoticeBar</name>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Details of this message</source>
        <translation>Einzelheiten zu dieser Meldung</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Einzelheiten kopieren</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weitere</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>Read by a screen reader: kind of message, then the message</extracomment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>Gui::OpeningPane</name>
    <message>
        <source>It was asleep, which is normal after a quiet time. It takes a few seconds.</source>
        <translation>Sie hat geruht, das ist nach einer ruhigen Zeit normal. Es dauert ein paar Sekunden.</translation>
    </message>
    <message>
        <source>A database that has been asleep may take a few seconds to wake up.</source>
        <translation>Eine ruhende Datenbank braucht vielleicht ein paar Sekunden, um aufzuwachen.</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) so far.</source>
        <translation>
            <numerusform>Bisher %n Sekunde.</numerusform>
            <numerusform>Bisher %n Sekunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Waking the database…</source>
        <translation>Datenbank wird geweckt…</translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation>%1 wird geöffnet…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Gui::OutcomeDialog</name>
    <message>
        <source>Migration Failed</source>
        <translation>Migration misslungen</translation>
    </message>
    <message>
        <source>“%1” is not as expected after the migrations</source>
        <translation>„%1“ ist nach den Migrationen nicht wie erwartet</translation>
    </message>
    <message>
        <source>“%1” failed on the copy</source>
        <translation>„%1“ ist an der Kopie misslungen</translation>
    </message>
    <message>
        <source>Whether “%1” was done is not known</source>
        <translation>Ob „%1“ getan wurde, ist nicht bekannt</translation>
    </message>
    <message>
        <source>“%1” failed</source>
        <translation>„%1“ ist misslungen</translation>
    </message>
    <message>
        <source>The database itself was not touched.</source>
        <translation>Die Datenbank selbst wurde nicht angefasst.</translation>
    </message>
    <message>
        <source>The connection broke at the last moment. The list shows what is so now.</source>
        <translation>Die Verbindung brach im letzten Augenblick ab. Die Liste zeigt, was jetzt gilt.</translation>
    </message>
    <message>
        <source>The database is as it was before.</source>
        <translation>Die Datenbank ist, wie sie vorher war.</translation>
    </message>
    <message>
        <source>What was done before it stays. This step left nothing behind.</source>
        <translation>Was davor getan wurde, bleibt. Dieser Schritt hat nichts hinterlassen.</translation>
    </message>
    <message>
        <source>Code: %1</source>
        <translation>Code: %1</translation>
    </message>
    <message>
        <source>The database says</source>
        <translation>Die Datenbank sagt</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <extracomment>A file, a line of it</extracomment>
        <translation>%1, Zeile %2</translation>
    </message>
    <message>
        <source>The statement that failed</source>
        <translation>Die misslungene Anweisung</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>Was getan wurde</translation>
    </message>
    <message>
        <source>&amp;Restore the backup…</source>
        <translation>Die Sicherung &amp;wiederherstellen …</translation>
    </message>
    <message>
        <source>Who holds the &amp;lock…</source>
        <translation>Wer hält die &amp;Sperre …</translation>
    </message>
    <message>
        <source>Cop&amp;y report</source>
        <translation>Bericht &amp;kopieren</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>This step runs outside of a transaction: what it did before stays.</source>
        <translation>Dieser Schritt läuft außerhalb einer Transaktion: Was er vorher getan hat, bleibt.</translation>
    </message>
</context>
<context>
    <name>Gui::PageActions</name>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Customers</source>
        <translation>&amp;Kunden</translation>
    </message>
</context>
<context>
    <name>Gui::PassphraseDialog</name>
    <message>
        <source>Passphrase of the Backup</source>
        <translation>Passphrase der Sicherung</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>&amp;Passphrase:</source>
        <translation>&amp;Passphrase:</translation>
    </message>
    <message>
        <source>This backup was encrypted with another passphrase.</source>
        <translation>Diese Sicherung wurde mit einer anderen Passphrase verschlüsselt.</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
    <message>
        <source>“%1” is encrypted</source>
        <translation>„%1“ ist verschlüsselt</translation>
    </message>
</context>
<context>
    <name>Gui::PassphraseFields</name>
    <message>
        <source>&amp;Encrypt with a passphrase</source>
        <translation>Mit einer Passphrase &amp;verschlüsseln</translation>
    </message>
    <message>
        <source>Passph&amp;rase:</source>
        <translation>Passph&amp;rase:</translation>
    </message>
    <message>
        <source>A&amp;gain:</source>
        <translation>No&amp;ch einmal:</translation>
    </message>
    <message numerus="yes">
        <source>At least %n characters. Without the passphrase nobody can read the backup, not even you: keep it somewhere else.</source>
        <translation>
            <numerusform>Mindestens %n Zeichen. Ohne die Passphrase kann niemand die Sicherung lesen, auch Sie nicht: Bitte an einem anderen Ort aufbewahren.</numerusform>
            <numerusform>Mindestens %n Zeichen. Ohne die Passphrase kann niemand die Sicherung lesen, auch Sie nicht: Bitte an einem anderen Ort aufbewahren.</numerusform>
        </translation>
    </message>
    <message>
        <source>Type it once more, to be sure.</source>
        <translation>Bitte zur Sicherheit noch einmal eingeben.</translation>
    </message>
    <message>
        <source>The two are not the same.</source>
        <translation>Die beiden stimmen nicht überein.</translation>
    </message>
    <message>
        <source>Without the passphrase nobody can read the backup, not even you: keep it somewhere else.</source>
        <translation>Ohne die Passphrase kann niemand die Sicherung lesen, auch Sie nicht: Bitte an einem anderen Ort aufbewahren.</translation>
    </message>
</context>
<context>
    <name>Gui::PasswordPrompt</name>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Password for %1</source>
        <translation>Passwort für %1</translation>
    </message>
    <message>
        <source>user %1, %2</source>
        <translation>Benutzer %1, %2</translation>
    </message>
    <message>
        <source>&amp;Show</source>
        <translation>&amp;Anzeigen</translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>Passwort anzeigen</translation>
    </message>
    <message>
        <source>Keep it in</source>
        <translation>Aufbewahren</translation>
    </message>
    <message>
        <source>&amp;Password:</source>
        <translation>&amp;Passwort:</translation>
    </message>
    <message>
        <source>&amp;Keep it in:</source>
        <translation>Auf&amp;bewahren:</translation>
    </message>
    <message>
        <source>&amp;OK</source>
        <translation>&amp;OK</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>may stay empty</source>
        <translation>darf leer bleiben</translation>
    </message>
</context>
<context>
    <name>Gui::PendingBar</name>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert…</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <comment>3 changes in 2 customers</comment>
        <translation>%1 bei %2</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n Änderung</numerusform>
            <numerusform>%n Änderungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s)</source>
        <translation>
            <numerusform>%n Kunden</numerusform>
            <numerusform>%n Kunden</numerusform>
        </translation>
    </message>
    <message>
        <source>Re&amp;view…</source>
        <translation>Prü&amp;fen…</translation>
    </message>
    <message>
        <source>D&amp;iscard</source>
        <translation>&amp;Verwerfen</translation>
    </message>
    <message>
        <source>Saving… The database takes long to answer. Your changes are kept here until it has.</source>
        <translation>Wird gespeichert… Die Datenbank braucht lange für ihre Antwort. Bis dahin bleiben Ihre Änderungen hier erhalten.</translation>
    </message>
</context>
<context>
    <name>Gui::PlaceFields</name>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>&amp;Wählen…</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>&amp;Ordner:</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>&amp;Name:</translation>
    </message>
    <message>
        <source>Choose a folder.</source>
        <translation>Bitte einen Ordner wählen.</translation>
    </message>
    <message>
        <source>Folder for Backups</source>
        <translation>Ordner für Sicherungen</translation>
    </message>
    <message>
        <source>{profile}, {database}, {environment}, {kind}, {scope}, {date} and {time} are filled in.</source>
        <translation>{profile}, {database}, {environment}, {kind}, {scope}, {date} und {time} werden ausgefüllt.</translation>
    </message>
</context>
<context>
    <name>Gui::ProfileConnectionFields</name>
    <message>
        <source>Neon, through its pooler</source>
        <translation>Neon, über den Pooler</translation>
    </message>
    <message>
        <source>Neon</source>
        <translation>Neon</translation>
    </message>
    <message>
        <source>Azure</source>
        <translation>Azure</translation>
    </message>
    <message>
        <source>Supabase</source>
        <translation>Supabase</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>dieser Computer</translation>
    </message>
    <message>
        <source>a server of your own, or another provider</source>
        <translation>eigener Server oder anderer Anbieter</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>From a Connection String…</source>
        <translation>Aus Verbindungszeichenfolge…</translation>
    </message>
    <message>
        <source>Paste any connection string: it fills the fields below</source>
        <translation>Eine beliebige Verbindungszeichenfolge einfügen: Sie füllt die Felder darunter aus</translation>
    </message>
    <message>
        <source>From a Settings File…</source>
        <translation>Aus Einstellungsdatei…</translation>
    </message>
    <message>
        <source>Fill in from a settings file</source>
        <translation>Aus einer Einstellungsdatei ausfüllen</translation>
    </message>
    <message>
        <source>Finds the connection string in an appsettings.json or .env file</source>
        <translation>Findet die Verbindungszeichenfolge in einer appsettings.json- oder .env-Datei</translation>
    </message>
    <message>
        <source>Fill in:</source>
        <translation>Ausfüllen:</translation>
    </message>
    <message>
        <source>PostgreSQL server</source>
        <translation>PostgreSQL-Server</translation>
    </message>
    <message>
        <source>SQLite file</source>
        <translation>SQLite-Datei</translation>
    </message>
    <message>
        <source>Database engine:</source>
        <translation>Datenbanksystem:</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen…</translation>
    </message>
    <message>
        <source>Choose the database file</source>
        <translation>Datenbankdatei wählen</translation>
    </message>
    <message>
        <source>&amp;File:</source>
        <translation>&amp;Datei:</translation>
    </message>
    <message>
        <source>db.example.com</source>
        <translation>db.example.com</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Port:</source>
        <translation>Port:</translation>
    </message>
    <message>
        <source>&amp;Host:</source>
        <translation>&amp;Host:</translation>
    </message>
    <message>
        <source>named like the user</source>
        <translation>heißt wie der Benutzer</translation>
    </message>
    <message>
        <source>Data&amp;base:</source>
        <translation>Daten&amp;bank:</translation>
    </message>
    <message>
        <source>your name on this computer</source>
        <translation>der eigene Name auf diesem Computer</translation>
    </message>
    <message>
        <source>&amp;User:</source>
        <translation>Ben&amp;utzer:</translation>
    </message>
    <message>
        <source>Choose the database file.</source>
        <translation>Bitte die Datenbankdatei wählen.</translation>
    </message>
    <message>
        <source>A port is a number from 1 to 65535; several hosts have one port, or one each.</source>
        <translation>Ein Port ist eine Zahl von 1 bis 65535; mehrere Hosts haben einen gemeinsamen Port oder jeder einen.</translation>
    </message>
    <message>
        <source>Choose the Database File</source>
        <translation>Datenbankdatei wählen</translation>
    </message>
    <message>
        <source>SQLite databases (*.db *.sqlite *.sqlite3 *.db3)</source>
        <translation>SQLite-Datenbanken (*.db *.sqlite *.sqlite3 *.db3)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>Gui::ProfileEditor</name>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>Save the profile</source>
        <translation>Profil speichern</translation>
    </message>
    <message>
        <source>&amp;Revert</source>
        <translation>&amp;Zurücksetzen</translation>
    </message>
    <message>
        <source>Revert to what is saved</source>
        <translation>Auf den gespeicherten Stand zurücksetzen</translation>
    </message>
    <message>
        <source>Name the server&apos;s host, or paste a connection string.</source>
        <translation>Bitte den Host des Servers nennen oder eine Verbindungszeichenfolge einfügen.</translation>
    </message>
    <message>
        <source>Fill In from a Connection String</source>
        <translation>Aus einer Verbindungszeichenfolge ausfüllen</translation>
    </message>
    <message>
        <source>&amp;Fill In</source>
        <translation>A&amp;usfüllen</translation>
    </message>
    <message>
        <source>Read the Connection String from a File</source>
        <translation>Verbindungszeichenfolge aus einer Datei lesen</translation>
    </message>
    <message>
        <source>Settings files (appsettings*.json .env .env.* *.env)</source>
        <translation>Einstellungsdateien (appsettings*.json .env .env.* *.env)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Reading the file…</source>
        <translation>Datei wird gelesen…</translation>
    </message>
    <message>
        <source>Nothing was changed</source>
        <translation>Nichts wurde geändert</translation>
    </message>
    <message>
        <source>Choose a shorter, plain name: one line of up to 100 characters that does not look like a connection string.</source>
        <translation>Bitte einen kürzeren, einfachen Namen wählen: eine Zeile mit bis zu 100 Zeichen, die nicht wie eine Verbindungszeichenfolge aussieht.</translation>
    </message>
</context>
<context>
    <name>Gui::ProfileEnvironmentFields</name>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Schulung</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>Fahne</translation>
    </message>
    <message>
        <source>Cloud</source>
        <translation>Wolke</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archiv</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>Stern</translation>
    </message>
    <message>
        <source>what you call this database</source>
        <translation>wie diese Datenbank genannt wird</translation>
    </message>
    <message>
        <source>N&amp;ame:</source>
        <translation>N&amp;ame:</translation>
    </message>
    <message>
        <source>My own…</source>
        <translation>Eigene…</translation>
    </message>
    <message>
        <source>&amp;Environment:</source>
        <translation>Um&amp;gebung:</translation>
    </message>
    <message>
        <source>one word, such as Training</source>
        <translation>ein Wort, zum Beispiel Schulung</translation>
    </message>
    <message>
        <source>Word:</source>
        <translation>Wort:</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Color:</source>
        <translation>Farbe:</translation>
    </message>
    <message>
        <source>Icon:</source>
        <translation>Symbol:</translation>
    </message>
    <message>
        <source>Treat with Production&apos;s care</source>
        <translation>So vorsichtig behandeln wie Produktion</translation>
    </message>
    <message>
        <source>Read-only: never chan&amp;ge anything through this profile</source>
        <translation>Nur &amp;lesen: durch dieses Profil nie etwas ändern</translation>
    </message>
    <message>
        <source>Give the profile a name.</source>
        <translation>Bitte dem Profil einen Namen geben.</translation>
    </message>
    <message>
        <source>Another profile is called “%1”. Choose a name of its own.</source>
        <translation>Ein anderes Profil heißt schon „%1“. Bitte einen eigenen Namen wählen.</translation>
    </message>
    <message>
        <source>Give your environment a word: color alone tells too little.</source>
        <translation>Bitte der Umgebung ein Wort geben: Die Farbe allein sagt zu wenig.</translation>
    </message>
    <message>
        <source>Opens locked. Changes need “Unlock for 15 minutes” and a reason; what cannot be undone asks for the environment&apos;s name.</source>
        <translation>Wird gesperrt geöffnet. Änderungen brauchen „Für 15 Minuten entsperren“ und einen Grund; bei allem, was sich nicht rückgängig machen lässt, wird nach dem Namen der Umgebung gefragt.</translation>
    </message>
    <message>
        <source>Opens ready for changes.</source>
        <translation>Wird bereit für Änderungen geöffnet.</translation>
    </message>
    <message>
        <source>Color of the Environment</source>
        <translation>Farbe der Umgebung</translation>
    </message>
    <message>
        <source>Opens read-only, and stays so.</source>
        <translation>Wird nur zum Lesen geöffnet und bleibt so.</translation>
    </message>
</context>
<context>
    <name>Gui::ProfileFile</name>
    <message>
        <source>The file cannot be read. Nothing was changed.</source>
        <translation>Die Datei kann nicht gelesen werden. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The file is too large to hold profiles. Nothing was changed.</source>
        <translation>Die Datei ist zu groß für Profile. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Meanwhile another profile was given the name “%1”. Nothing was saved: choose another name.</source>
        <translation>Inzwischen hat ein anderes Profil den Namen „%1“ bekommen. Nichts wurde gespeichert: bitte einen anderen Namen wählen.</translation>
    </message>
</context>
<context>
    <name>Gui::ProfileFurtherFields</name>
    <message>
        <source>Further</source>
        <translation>Weiteres</translation>
    </message>
    <message>
        <source>The host of the connection pooler, for everyday work</source>
        <translation>Der Host des Verbindungspoolers, für die tägliche Arbeit</translation>
    </message>
    <message>
        <source>Pooled host:</source>
        <translation>Host des Poolers:</translation>
    </message>
    <message>
        <source>The server&apos;s own host, for what a pooler cannot carry</source>
        <translation>Der eigene Host des Servers, für alles, was ein Pooler nicht übertragen kann</translation>
    </message>
    <message>
        <source>Direct host:</source>
        <translation>Direkter Host:</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Read replica:</source>
        <translation>Lesereplikat:</translation>
    </message>
    <message>
        <source>A section of pg_service.conf, which fills in what is left empty above</source>
        <translation>Ein Abschnitt der pg_service.conf, der ausfüllt, was oben leer bleibt</translation>
    </message>
    <message>
        <source>pg_service entry:</source>
        <translation>pg_service-Eintrag:</translation>
    </message>
    <message>
        <source>for whoever works with this database; never a password</source>
        <translation>für alle, die mit dieser Datenbank arbeiten; nie ein Passwort</translation>
    </message>
    <message>
        <source>Notes:</source>
        <translation>Notizen:</translation>
    </message>
    <message>
        <source>the same host</source>
        <translation>derselbe Host</translation>
    </message>
    <message>
        <source>SQL files of the team&apos;s own, beside the migrations of this program</source>
        <translation>Eigene SQL-Dateien des Teams, neben den Migrationen dieses Programms</translation>
    </message>
    <message>
        <source>Migrations folder:</source>
        <translation>Ordner für Migrationen:</translation>
    </message>
    <message>
        <source>the same user</source>
        <translation>derselbe Benutzer</translation>
    </message>
    <message>
        <source>The database user who may change the schema; its password is asked for when it is needed</source>
        <translation>Der Datenbankbenutzer, der das Schema ändern darf; sein Passwort wird verlangt, wenn es gebraucht wird</translation>
    </message>
    <message>
        <source>User for migrations:</source>
        <translation>Benutzer für Migrationen:</translation>
    </message>
</context>
<context>
    <name>Gui::ProfileListModel</name>
    <message numerus="yes">
        <source>Password is %n days old</source>
        <translation>
            <numerusform>Passwort ist %n Tag alt</numerusform>
            <numerusform>Passwort ist %n Tage alt</numerusform>
        </translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>nur lesen</translation>
    </message>
</context>
<context>
    <name>Gui::ProfileManager</name>
    <message>
        <source>Profiles</source>
        <translation>Profile</translation>
    </message>
    <message>
        <source>The profiles file was damaged. It was kept as %1, and the list begins anew.</source>
        <translation>Die Profildatei war beschädigt. Sie wurde als %1 aufbewahrt, und die Liste beginnt neu.</translation>
    </message>
    <message>
        <source>No profiles yet</source>
        <translation>Noch keine Profile</translation>
    </message>
    <message>
        <source>No profile is selected</source>
        <translation>Kein Profil ist ausgewählt</translation>
    </message>
    <message>
        <source>A profile keeps a database under a name, with its own color, so that nobody takes Production for Staging. Begin with the connection string of your provider.</source>
        <translation>Ein Profil bewahrt eine Datenbank unter einem Namen und mit eigener Farbe auf, damit niemand Produktion für Staging hält. Am Anfang steht die Verbindungszeichenfolge des Anbieters.</translation>
    </message>
    <message>
        <source>Choose one at the left, or add another.</source>
        <translation>Bitte links eines auswählen oder ein weiteres hinzufügen.</translation>
    </message>
    <message>
        <source>Add from a Connection String…</source>
        <translation>Aus Verbindungszeichenfolge hinzufügen…</translation>
    </message>
    <message>
        <source>Profile changed</source>
        <translation>Profil geändert</translation>
    </message>
    <message>
        <source>The new profile is not saved yet.</source>
        <translation>Das neue Profil ist noch nicht gespeichert.</translation>
    </message>
    <message>
        <source>The changes of this profile are not saved yet.</source>
        <translation>Die Änderungen an diesem Profil sind noch nicht gespeichert.</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>&amp;Verwerfen</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert…</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Gespeichert.</translation>
    </message>
    <message>
        <source>The profile is saved. %1</source>
        <translation>Das Profil ist gespeichert. %1</translation>
    </message>
    <message>
        <source>Delete profile</source>
        <translation>Profil löschen</translation>
    </message>
    <message>
        <source>Delete the profile “%1” (%2)?</source>
        <translation>Soll das Profil „%1“ (%2) gelöscht werden?</translation>
    </message>
    <message>
        <source>Its password is forgotten here, too. The database itself is not touched.</source>
        <translation>Auch sein Passwort wird hier gelöscht. Die Datenbank selbst bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>The profile “%1” is deleted, but its password is still kept. %2</source>
        <translation>Das Profil „%1“ ist gelöscht, aber sein Passwort ist noch aufbewahrt. %2</translation>
    </message>
    <message>
        <source>Add a Profile from a Connection String</source>
        <translation>Profil aus einer Verbindungszeichenfolge hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Hinzufügen</translation>
    </message>
    <message numerus="yes">
        <source>%n profiles were imported. Passwords are never in such a file.</source>
        <translation>
            <numerusform>%n Profil wurde importiert. Eine solche Datei enthält nie Passwörter.</numerusform>
            <numerusform>%n Profile wurden importiert. Eine solche Datei enthält nie Passwörter.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n profiles were exported, without their passwords.</source>
        <translation>
            <numerusform>%n Profil wurde ohne sein Passwort exportiert.</numerusform>
            <numerusform>%n Profile wurden ohne ihre Passwörter exportiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Trying the keyring…</source>
        <translation>Schlüsselbund wird ausprobiert…</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>Das hat nicht geklappt</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>&amp;Neu</translation>
    </message>
    <message>
        <source>&amp;Paste…</source>
        <translation>E&amp;infügen…</translation>
    </message>
    <message>
        <source>Add a profile from any connection string</source>
        <translation>Profil aus einer beliebigen Verbindungszeichenfolge hinzufügen</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Move up (Alt+Up)</source>
        <translation>Nach oben (Alt+Auf)</translation>
    </message>
    <message>
        <source>Move down (Alt+Down)</source>
        <translation>Nach unten (Alt+Ab)</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>I&amp;mportieren…</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>E&amp;xportieren…</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>&amp;Testen</translation>
    </message>
    <message>
        <source>Tries every step of the connection as the form stands, and says what is wrong</source>
        <translation>Versucht jeden Schritt der Verbindung mit den Angaben im Formular und sagt, was nicht stimmt</translation>
    </message>
    <message>
        <source>Open in New &amp;Window</source>
        <translation>In neuem &amp;Fenster öffnen</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Öffnen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Import Profiles</source>
        <translation>Profile importieren</translation>
    </message>
    <message>
        <source>Profiles (*.json)</source>
        <translation>Profile (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Export Profiles, Without Passwords</source>
        <translation>Profile exportieren, ohne Passwörter</translation>
    </message>
    <message>
        <source>There is no file %1: no password will be found.</source>
        <translation>Es gibt keine Datei %1: Ein Passwort wird sich nicht finden.</translation>
    </message>
    <message>
        <source>Looked up in %1. This program never writes to that file.</source>
        <translation>Nachgeschlagen in %1. Dieses Programm schreibt nie in diese Datei.</translation>
    </message>
    <message>
        <source>Others may read %1, so it is ignored. Make it readable by you alone: chmod 600 %1</source>
        <translation>Andere dürfen %1 lesen, deshalb bleibt die Datei unbeachtet. Bitte nur für den Eigentümer lesbar machen: chmod 600 %1</translation>
    </message>
    <message>
        <source>%1 is not a file, so it is ignored.</source>
        <translation>%1 ist keine Datei und bleibt unbeachtet.</translation>
    </message>
    <message>
        <source>Keyring: %1</source>
        <translation>Schlüsselbund: %1</translation>
    </message>
</context>
<context>
    <name>Gui::ProfileSecretFields</name>
    <message>
        <source>This session only</source>
        <translation>Nur diese Sitzung</translation>
    </message>
    <message>
        <source>Keyring</source>
        <translation>Schlüsselbund</translation>
    </message>
    <message>
        <source>Vault (encrypted file)</source>
        <translation>Tresor (verschlüsselte Datei)</translation>
    </message>
    <message>
        <source>My password file (.pgpass)</source>
        <translation>Eigene Passwortdatei (.pgpass)</translation>
    </message>
    <message>
        <source>Kept in memory only: asked once each time the program runs.</source>
        <translation>Nur im Arbeitsspeicher: Bei jedem Programmlauf wird einmal danach gefragt.</translation>
    </message>
    <message>
        <source>Kept by your desktop&apos;s keyring.</source>
        <translation>Vom Schlüsselbund der Arbeitsumgebung aufbewahrt.</translation>
    </message>
    <message>
        <source>Kept in a file encrypted with your passphrase, which is asked once a session.</source>
        <translation>In einer Datei aufbewahrt, die mit einer Passphrase verschlüsselt ist; nach dieser wird einmal je Sitzung gefragt.</translation>
    </message>
    <message>
        <source>Looked up in your own ~/.pgpass, which must be readable by you alone.</source>
        <translation>In der eigenen Datei ~/.pgpass nachgeschlagen, die nur für den Eigentümer lesbar sein darf.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>Passwort anzeigen</translation>
    </message>
    <message>
        <source>Passwor&amp;d:</source>
        <translation>&amp;Passwort:</translation>
    </message>
    <message>
        <source>Test the Keyring</source>
        <translation>Schlüsselbund testen</translation>
    </message>
    <message>
        <source>Test the keyring</source>
        <translation>Schlüsselbund testen</translation>
    </message>
    <message>
        <source>&amp;Kept in:</source>
        <translation>Aufbe&amp;wahrt in:</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>&amp;Change Password…</source>
        <translation>Passw&amp;ort ändern…</translation>
    </message>
    <message>
        <source>Change the password</source>
        <translation>Passwort ändern</translation>
    </message>
    <message>
        <source>Last changed:</source>
        <translation>Zuletzt geändert:</translation>
    </message>
    <message>
        <source>Set a strong password, made here, on the server</source>
        <translation>Auf dem Server ein starkes Passwort setzen, das hier erzeugt wird</translation>
    </message>
    <message>
        <source>Save the profile first</source>
        <translation>Bitte zuerst das Profil speichern</translation>
    </message>
    <message>
        <source>leave empty to keep what is stored</source>
        <translation>leer lassen, um das gespeicherte zu behalten</translation>
    </message>
    <message numerus="yes">
        <source>The password is %n days old. Change it at least every 90 days.</source>
        <translation>
            <numerusform>Das Passwort ist %n Tag alt. Bitte mindestens alle 90 Tage ändern.</numerusform>
            <numerusform>Das Passwort ist %n Tage alt. Bitte mindestens alle 90 Tage ändern.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::ProfileSecrets</name>
    <message>
        <source>No password was given. Nothing was opened.</source>
        <translation>Es wurde kein Passwort angegeben. Nichts wurde geöffnet.</translation>
    </message>
    <message>
        <source>This place is not available here. The password is kept for this session only.</source>
        <translation>Dieser Ort ist hier nicht verfügbar. Das Passwort wird nur für diese Sitzung aufbewahrt.</translation>
    </message>
    <message>
        <source>The vault stays locked. The password is kept for this session only.</source>
        <translation>Der Tresor bleibt gesperrt. Das Passwort wird nur für diese Sitzung aufbewahrt.</translation>
    </message>
    <message>
        <source>The vault stays locked. The password was not moved.</source>
        <translation>Der Tresor bleibt gesperrt. Das Passwort wurde nicht verschoben.</translation>
    </message>
    <message>
        <source>There is no keyring on this computer, so passwords are asked for. A vault, an encrypted file, can keep them instead: choose it in the profile.</source>
        <translation>Auf diesem Computer gibt es keinen Schlüsselbund, deshalb wird nach Passwörtern gefragt. Stattdessen kann ein Tresor, eine verschlüsselte Datei, sie aufbewahren: bitte im Profil wählen.</translation>
    </message>
    <message>
        <source>The place that this profile keeps its password in is not available here.</source>
        <translation>Der Ort, an dem dieses Profil sein Passwort aufbewahrt, ist hier nicht verfügbar.</translation>
    </message>
    <message>
        <source>The vault stays locked.</source>
        <translation>Der Tresor bleibt gesperrt.</translation>
    </message>
    <message>
        <source>The password is not known at the moment.</source>
        <translation>Das Passwort ist im Moment nicht bekannt.</translation>
    </message>
</context>
<context>
    <name>Gui::ProfileSwitcher</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>&amp;Profiles</source>
        <translation>&amp;Profile</translation>
    </message>
    <message>
        <source>Open in new &amp;window</source>
        <translation>In neuem &amp;Fenster öffnen</translation>
    </message>
    <message>
        <source>No profiles yet</source>
        <translation>Noch keine Profile</translation>
    </message>
    <message>
        <source>&amp;Manage profiles…</source>
        <translation>Profile &amp;verwalten…</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Switch to another profile</source>
        <translation>Zu einem anderen Profil wechseln</translation>
    </message>
    <message>
        <source>Profile: %1</source>
        <translation>Profil: %1</translation>
    </message>
</context>
<context>
    <name>Gui::ProfileTlsFields</name>
    <message>
        <source>Encryption</source>
        <translation>Verschlüsselung</translation>
    </message>
    <message>
        <source>Automatic (recommended)</source>
        <translation>Automatisch (empfohlen)</translation>
    </message>
    <message>
        <source>Always, and the server must prove its name</source>
        <translation>Immer, mit Nachweis des Servernamens</translation>
    </message>
    <message>
        <source>Always; the server&apos;s name is not checked</source>
        <translation>Immer, ohne Prüfung des Servernamens</translation>
    </message>
    <message>
        <source>Always, but the server is not verified</source>
        <translation>Immer, ohne Prüfung des Servers</translation>
    </message>
    <message>
        <source>When the server offers it</source>
        <translation>Wenn der Server sie anbietet</translation>
    </message>
    <message>
        <source>Only when the server insists</source>
        <translation>Nur wenn der Server sie verlangt</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Encr&amp;yption:</source>
        <translation>&amp;Verschlüsselung:</translation>
    </message>
    <message>
        <source>&amp;Verify the Server</source>
        <translation>Server p&amp;rüfen</translation>
    </message>
    <message>
        <source>Verify the server</source>
        <translation>Server prüfen</translation>
    </message>
    <message>
        <source>Connect only to a server that proves its name by a valid certificate</source>
        <translation>Nur mit einem Server verbinden, der seinen Namen mit einem gültigen Zertifikat beweist</translation>
    </message>
    <message>
        <source>the system&apos;s certificate authorities</source>
        <translation>die Zertifizierungsstellen des Systems</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen…</translation>
    </message>
    <message>
        <source>Choose the file of certificate authorities</source>
        <translation>Datei mit den Zertifizierungsstellen wählen</translation>
    </message>
    <message>
        <source>Choose the Certificate Authorities</source>
        <translation>Zertifizierungsstellen wählen</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>Zertifikate (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Authority file:</source>
        <translation>Zertifikate:</translation>
    </message>
</context>
<context>
    <name>Gui::QueryLog</name>
    <message numerus="yes">
        <source>%Ln statement(s)</source>
        <translation>
            <numerusform>%Ln Anweisung</numerusform>
            <numerusform>%Ln Anweisungen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 % failed</source>
        <translation>%1 % fehlgeschlagen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln slow</source>
        <comment>statements of more than a second</comment>
        <translation>
            <numerusform>%Ln langsame</numerusform>
            <numerusform>%Ln langsame</numerusform>
        </translation>
    </message>
    <message>
        <source>median %1</source>
        <translation>Median %1</translation>
    </message>
    <message>
        <source>95 % within %1</source>
        <translation>95 % innerhalb von %1</translation>
    </message>
    <message>
        <source>Values are hidden outside Local.</source>
        <translation>Außerhalb von Lokal sind Werte ausgeblendet.</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <comment>milliseconds</comment>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>It failed with code %1.</source>
        <translation>Fehlgeschlagen mit Code %1.</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <translation>Fehlgeschlagen: %1</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>Langsam</translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln Zeile</numerusform>
            <numerusform>%Ln Zeilen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::QueryLogModel</name>
    <message>
        <source>Slow: %1</source>
        <translation>Langsam: %1</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <translation>Fehlgeschlagen: %1</translation>
    </message>
    <message>
        <source>no code</source>
        <translation>kein Code</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>SQLSTATE</source>
        <translation>SQLSTATE</translation>
    </message>
    <message>
        <source>Statement</source>
        <translation>Anweisung</translation>
    </message>
</context>
<context>
    <name>Gui::QueryLogPage</name>
    <message>
        <source>Pro&amp;blems only</source>
        <translation>Nur P&amp;robleme</translation>
    </message>
    <message>
        <source>Show only what failed</source>
        <translation>Nur zeigen, was fehlgeschlagen ist</translation>
    </message>
    <message>
        <source>Slo&amp;w only</source>
        <translation>Nur lan&amp;gsame</translation>
    </message>
    <message>
        <source>Show only what took longer than a second</source>
        <translation>Nur zeigen, was länger als eine Sekunde gedauert hat</translation>
    </message>
    <message>
        <source>Show transaction contro&amp;l</source>
        <translation>&amp;Transaktionssteuerung zeigen</translation>
    </message>
    <message>
        <source>Also show BEGIN, COMMIT and settings that went well</source>
        <translation>Auch gelungene BEGIN, COMMIT und Einstellungen zeigen</translation>
    </message>
    <message>
        <source>Pa&amp;use</source>
        <translation>Pa&amp;use</translation>
    </message>
    <message>
        <source>Clea&amp;r</source>
        <translation>&amp;Leeren</translation>
    </message>
    <message>
        <source>Cop&amp;y</source>
        <translation>Kop&amp;ieren</translation>
    </message>
    <message>
        <source>Save to &amp;file…</source>
        <translation>In Datei sp&amp;eichern…</translation>
    </message>
    <message>
        <source>Query log</source>
        <translation>Abfrageprotokoll</translation>
    </message>
    <message>
        <source>Of the statements that are shown</source>
        <translation>Aus den Anweisungen, die gezeigt werden</translation>
    </message>
    <message>
        <source>Stop adding new statements to the list</source>
        <translation>Keine neuen Anweisungen mehr in die Liste aufnehmen</translation>
    </message>
    <message>
        <source>Empty the list</source>
        <translation>Die Liste leeren</translation>
    </message>
    <message>
        <source>Save what is shown as CSV or as text</source>
        <translation>Was gezeigt wird, als CSV oder als Text speichern</translation>
    </message>
    <message>
        <source>Copy the selected statements as text</source>
        <translation>Die ausgewählten Anweisungen als Text kopieren</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter by statement, value, connection or error</source>
        <translation>Nach Anweisung, Wert, Verbindung oder Fehler filtern</translation>
    </message>
    <message>
        <source>Show only what contains this text</source>
        <translation>Nur zeigen, was diesen Text enthält</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Statement and values</source>
        <translation>Anweisung und Werte</translation>
    </message>
    <message>
        <source>Choose a statement to read all of it.</source>
        <translation>Nach der Auswahl einer Anweisung ist sie hier ganz zu lesen.</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Res&amp;ume</source>
        <translation>F&amp;ortsetzen</translation>
    </message>
    <message>
        <source>Show what was sent meanwhile and go on</source>
        <translation>Zeigen, was inzwischen gesendet wurde, und fortfahren</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Paused · %1</source>
        <translation>Angehalten · %1</translation>
    </message>
    <message>
        <source>Nothing to show</source>
        <translation>Nichts zu zeigen</translation>
    </message>
    <message>
        <source>None of what was sent matches the filter.</source>
        <translation>Nichts von dem, was gesendet wurde, passt zum Filter.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>The list is empty</source>
        <translation>Die Liste ist leer</translation>
    </message>
    <message>
        <source>What is sent to a database from now on appears here.</source>
        <translation>Was ab jetzt an eine Datenbank gesendet wird, erscheint hier.</translation>
    </message>
    <message>
        <source>Nothing was sent to a database yet.</source>
        <translation>Noch wurde nichts an eine Datenbank gesendet.</translation>
    </message>
    <message>
        <source>Save query log</source>
        <translation>Abfrageprotokoll speichern</translation>
    </message>
    <message>
        <source>CSV, for spreadsheets (*.csv)</source>
        <translation>CSV, für Tabellenkalkulationen (*.csv)</translation>
    </message>
    <message>
        <source>Plain text (*.txt)</source>
        <translation>Reiner Text (*.txt)</translation>
    </message>
    <message numerus="yes">
        <source>Saved %Ln statement(s) to %1.</source>
        <translation>
            <numerusform>%Ln Anweisung in %1 gespeichert.</numerusform>
            <numerusform>%Ln Anweisungen in %1 gespeichert.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::QueryLogView</name>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
</context>
<context>
    <name>Gui::QueryText</name>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>Unvollständig</translation>
    </message>
    <message>
        <source>New this week</source>
        <translation>Neu in dieser Woche</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>Papierkorb</translation>
    </message>
    <message>
        <source>containing “%1”</source>
        <translation>mit „%1“</translation>
    </message>
    <message>
        <source>%1 containing “%2”</source>
        <extracomment>a column&apos;s name and what it contains</extracomment>
        <translation>%1 mit „%2“</translation>
    </message>
</context>
<context>
    <name>Gui::RestoreChoicePage</name>
    <message>
        <source>&amp;Passphrase of this backup:</source>
        <translation>&amp;Passphrase dieser Sicherung:</translation>
    </message>
    <message>
        <source>Passphrase of this backup</source>
        <translation>Passphrase dieser Sicherung</translation>
    </message>
    <message>
        <source>&amp;Backup:</source>
        <translation>&amp;Sicherung:</translation>
    </message>
    <message>
        <source>&amp;Other file…</source>
        <translation>&amp;Andere Datei…</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>&amp;Ersetzen</translation>
    </message>
    <message>
        <source>Afterwards the tables hold exactly what the backup holds. Customers that jobs refer to are never removed.</source>
        <translation>Danach enthalten die Tabellen genau das, was die Sicherung enthält. Kunden, auf die Aufträge verweisen, werden nie entfernt.</translation>
    </message>
    <message>
        <source>&amp;Merge</source>
        <translation>Zusammen&amp;führen</translation>
    </message>
    <message>
        <source>What is missing is added, and what is older is updated. What is newer stays, and nothing is removed.</source>
        <translation>Was fehlt, kommt hinzu, und was älter ist, wird aktualisiert. Was neuer ist, bleibt, und nichts wird entfernt.</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>Tabellen</translation>
    </message>
    <message>
        <source>&amp;Tables:</source>
        <translation>&amp;Tabellen:</translation>
    </message>
    <message>
        <source>Choose a Backup</source>
        <translation>Sicherung wählen</translation>
    </message>
    <message>
        <source>Backups (*.db *.dump *.sql *.zst *.enc)</source>
        <translation>Sicherungen (*.db *.dump *.sql *.zst *.enc)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen customer(s)</source>
        <translation>
            <numerusform>%n gewählter Kunde</numerusform>
            <numerusform>%n gewählte Kunden</numerusform>
        </translation>
    </message>
    <message>
        <source>All tables</source>
        <translation>Alle Tabellen</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>Nur %1</translation>
    </message>
    <message>
        <source>Choose a backup.</source>
        <translation>Bitte eine Sicherung wählen.</translation>
    </message>
    <message>
        <source>No backup is known on this computer. Choose a file.</source>
        <translation>Auf diesem Computer ist keine Sicherung bekannt. Bitte eine Datei wählen.</translation>
    </message>
    <message>
        <source>%1. It is examined before anything is changed.</source>
        <translation>%1. Sie wird untersucht, bevor etwas geändert wird.</translation>
    </message>
    <message>
        <source>This is a backup of another database: %1.</source>
        <translation>Das ist eine Sicherung einer anderen Datenbank: %1.</translation>
    </message>
    <message>
        <source>This backup was encrypted with another passphrase.</source>
        <translation>Diese Sicherung wurde mit einer anderen Passphrase verschlüsselt.</translation>
    </message>
</context>
<context>
    <name>Gui::RestoreDesk</name>
    <message>
        <source>“%1” is opened read-only, so nothing can be restored into it. Nothing was changed.</source>
        <translation>„%1“ ist nur zum Lesen geöffnet, deshalb kann nichts wiederhergestellt werden. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Restore into “%1”?</source>
        <translation>In „%1“ wiederherstellen?</translation>
    </message>
    <message>
        <source>Customers and their tables become what the backup says, for everybody who works with them.</source>
        <translation>Kunden und ihre Tabellen werden so, wie die Sicherung es sagt, für alle, die damit arbeiten.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>The present state becomes a backup first; “Undo this restore” brings it back.</source>
        <translation>Der jetzige Stand wird vorher gesichert; „Diese Wiederherstellung zurücknehmen“ bringt ihn zurück.</translation>
    </message>
    <message>
        <source>Restoring into “%1”</source>
        <translation>Wiederherstellung in „%1“</translation>
    </message>
    <message>
        <source>Still there, because other rows refer to it: %1</source>
        <translation>Noch vorhanden, weil andere Zeilen darauf verweisen: %1</translation>
    </message>
    <message>
        <source>Tried out first in %1.</source>
        <translation>Zuerst ausprobiert: %1.</translation>
    </message>
    <message>
        <source>The state before: %1</source>
        <translation>Der Stand davor: %1</translation>
    </message>
    <message>
        <source>The backup was restored into “%1” and compared: %2.</source>
        <translation>Die Sicherung wurde in „%1“ wiederhergestellt und verglichen: %2.</translation>
    </message>
    <message>
        <source>%1 was restored into “%2” and compared: %3.</source>
        <extracomment>A backup, name of the database, what happened to how many rows</extracomment>
        <translation>%1 in „%2“ wiederhergestellt und verglichen: %3.</translation>
    </message>
    <message>
        <source>Undo this restore…</source>
        <translation>Diese Wiederherstellung zurücknehmen…</translation>
    </message>
    <message>
        <source>Open the database again that was restored, and choose the backup from before the restore in “Backups”.</source>
        <translation>Bitte die wiederhergestellte Datenbank noch einmal öffnen und unter „Sicherungen“ die Sicherung von vor der Wiederherstellung wählen.</translation>
    </message>
    <message>
        <source>The restore into “%1” was stopped. Nothing was changed.</source>
        <translation>Die Wiederherstellung in „%1“ wurde abgebrochen. Nichts wurde geändert.</translation>
    </message>
</context>
<context>
    <name>Gui::RestorePreviewPage</name>
    <message>
        <source>For example:</source>
        <translation>Zum Beispiel:</translation>
    </message>
    <message>
        <source>&amp;Try it out in a scratch place first, and compare</source>
        <translation>Zuerst an einem Probeort aus&amp;probieren und vergleichen</translation>
    </message>
    <message>
        <source>This is what happens:</source>
        <translation>Das geschieht:</translation>
    </message>
    <message>
        <source>Folder of the safety backup</source>
        <translation>Ordner der Sicherheitskopie</translation>
    </message>
    <message>
        <source>Before anything changes, the present state becomes a backup in this &amp;folder. It is the way back:</source>
        <translation>Bevor sich etwas ändert, wird der jetzige Stand in diesem &amp;Ordner gesichert. Er ist der Weg zurück:</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>&amp;Wählen…</translation>
    </message>
    <message>
        <source>The backup was read whole; it holds what its manifest says.</source>
        <translation>Die Sicherung wurde ganz gelesen; sie enthält, was ihr Manifest sagt.</translation>
    </message>
    <message>
        <source>This backup has no manifest: it can be read, but whether it is whole is not known.</source>
        <translation>Diese Sicherung hat kein Manifest: Sie ist lesbar, aber ob sie vollständig ist, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>The database is empty: its tables are made first.</source>
        <translation>Die Datenbank ist leer: Ihre Tabellen werden zuerst angelegt.</translation>
    </message>
    <message>
        <source>The database is locked against changes. You are asked to unlock it.</source>
        <translation>Die Datenbank ist gegen Änderungen gesperrt. Das Programm fragt, ob sie entsperrt werden soll.</translation>
    </message>
    <message>
        <source>Folder of the Safety Backup</source>
        <translation>Ordner der Sicherheitskopie</translation>
    </message>
</context>
<context>
    <name>Gui::RestoreWizard</name>
    <message>
        <source>Restore a Backup</source>
        <translation>Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>&amp;Examine</source>
        <translation>&amp;Untersuchen</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>Wieder&amp;herstellen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Restore into “%1”</source>
        <translation>In „%1“ wiederherstellen</translation>
    </message>
    <message>
        <source>Progress of the examination</source>
        <translation>Fortschritt der Untersuchung</translation>
    </message>
    <message>
        <source>1. Choose</source>
        <translation>1. Wählen</translation>
    </message>
    <message>
        <source>2. Examine</source>
        <translation>2. Untersuchen</translation>
    </message>
    <message>
        <source>3. Confirm</source>
        <translation>3. Bestätigen</translation>
    </message>
    <message>
        <source>Examining the backup…</source>
        <translation>Die Sicherung wird untersucht…</translation>
    </message>
</context>
<context>
    <name>Gui::RestoreWords</name>
    <message>
        <source>%1 added</source>
        <translation>%1 hinzugefügt</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>%1 geändert</translation>
    </message>
    <message>
        <source>%1 removed</source>
        <translation>%1 entfernt</translation>
    </message>
    <message>
        <source>%1 stay because other rows refer to them</source>
        <translation>%1 bleiben, weil andere Zeilen darauf verweisen</translation>
    </message>
    <message>
        <source>%1 kept</source>
        <translation>%1 behalten</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>A table of the database, what happens to its rows</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>stays as it is</source>
        <translation>bleibt, wie es ist</translation>
    </message>
    <message>
        <source>Nothing would change: the database holds what the backup holds.</source>
        <translation>Nichts würde sich ändern: Die Datenbank enthält, was die Sicherung enthält.</translation>
    </message>
    <message>
        <source>nothing had to be changed</source>
        <translation>nichts musste geändert werden</translation>
    </message>
    <message>
        <source>The database was changed after this backup was made, last at %1 (UTC). What is newer than the backup is replaced by what was before.</source>
        <translation>Die Datenbank wurde nach dieser Sicherung geändert, zuletzt um %1 (UTC). Was neuer ist als die Sicherung, wird durch den früheren Stand ersetzt.</translation>
    </message>
</context>
<context>
    <name>Gui::RetentionFields</name>
    <message>
        <source>&amp;Last</source>
        <translation>&amp;Letzte</translation>
    </message>
    <message>
        <source>So many of the newest backups</source>
        <translation>So viele der neuesten Sicherungen</translation>
    </message>
    <message>
        <source>&amp;Daily</source>
        <translation>&amp;Tägliche</translation>
    </message>
    <message>
        <source>The newest of each of so many days</source>
        <translation>Die jeweils neueste von so vielen Tagen</translation>
    </message>
    <message>
        <source>Wee&amp;kly</source>
        <translation>Wö&amp;chentliche</translation>
    </message>
    <message>
        <source>The newest of each of so many weeks</source>
        <translation>Die jeweils neueste von so vielen Wochen</translation>
    </message>
    <message>
        <source>&amp;Monthly</source>
        <translation>&amp;Monatliche</translation>
    </message>
    <message>
        <source>The newest of each of so many months</source>
        <translation>Die jeweils neueste von so vielen Monaten</translation>
    </message>
</context>
<context>
    <name>Gui::ReviewDialog</name>
    <message>
        <source>no value</source>
        <translation>kein Wert</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation>(ohne Namen)</translation>
    </message>
    <message>
        <source>%1: new customer</source>
        <translation>%1: neuer Kunde</translation>
    </message>
    <message>
        <source>%1: moved to the trash</source>
        <translation>%1: in den Papierkorb gelegt</translation>
    </message>
    <message>
        <source>%1: restored</source>
        <translation>%1: wiederhergestellt</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>&amp;Discard selected</source>
        <translation>Ausgewählte &amp;verwerfen</translation>
    </message>
    <message>
        <source>Changes that are not saved yet</source>
        <translation>Noch nicht gespeicherte Änderungen</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Customer and field</source>
        <translation>Kunde und Feld</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>%1 — %2</source>
        <comment>value, what is wrong</comment>
        <translation>%1 — %2</translation>
    </message>
    <message>
        <source>&amp;Go to customer</source>
        <translation>&amp;Zum Kunden gehen</translation>
    </message>
    <message>
        <source>Discard &amp;all</source>
        <translation>&amp;Alle verwerfen</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <comment>3 changes in 2 customers</comment>
        <translation>%1 bei %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s)</source>
        <translation>
            <numerusform>%Ln Änderung</numerusform>
            <numerusform>%Ln Änderungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln customer(s)</source>
        <translation>
            <numerusform>%Ln Kunden</numerusform>
            <numerusform>%Ln Kunden</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::RolesDialog</name>
    <message>
        <source>Progress of the look</source>
        <translation>Fortschritt des Nachsehens</translation>
    </message>
    <message>
        <source>Database Users</source>
        <translation>Datenbankbenutzer</translation>
    </message>
    <message>
        <source>Who may do what in “%1”</source>
        <translation>Wer in „%1“ was darf</translation>
    </message>
    <message>
        <source>Three users, each of whom may do what it needs and nothing else. The SQL makes those that are missing and gives all three their rights, also to tables that are made later.</source>
        <translation>Drei Benutzer, von denen jeder darf, was er braucht, und sonst nichts. Das SQL legt die fehlenden an und gibt allen dreien ihre Rechte, auch an Tabellen, die später angelegt werden.</translation>
    </message>
    <message>
        <source>SQL</source>
        <translation>SQL</translation>
    </message>
    <message>
        <source>%1:</source>
        <translation>%1:</translation>
    </message>
    <message>
        <source>&amp;Give new users strong passwords, and keep them in this file:</source>
        <translation>Neuen Benutzern starke &amp;Passwörter geben und sie in dieser Datei aufbewahren:</translation>
    </message>
    <message>
        <source>Password file</source>
        <translation>Passwortdatei</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>Aus&amp;wählen …</translation>
    </message>
    <message>
        <source>Cop&amp;y SQL</source>
        <translation>SQL &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Save SQL…</source>
        <translation>SQL &amp;speichern …</translation>
    </message>
    <message>
        <source>&amp;Make the users…</source>
        <translation>Die Benutzer an&amp;legen …</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>The SQL is on the clipboard. It sets no passwords.</source>
        <translation>Das SQL ist in der Zwischenablage. Es setzt keine Passwörter.</translation>
    </message>
    <message>
        <source>Looking what your database user may do…</source>
        <translation>Es wird nachgesehen, was Ihr Datenbankbenutzer darf …</translation>
    </message>
    <message>
        <source>Database users</source>
        <translation>Datenbankbenutzer</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>is there</source>
        <translation>ist da</translation>
    </message>
    <message>
        <source>will be made</source>
        <translation>wird angelegt</translation>
    </message>
    <message>
        <source>Choose a New Password File</source>
        <translation>Eine neue Passwortdatei wählen</translation>
    </message>
    <message>
        <source>Save the SQL</source>
        <translation>Das SQL speichern</translation>
    </message>
    <message>
        <source>SQL files (*.sql)</source>
        <translation>SQL-Dateien (*.sql)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Saved as “%1”. It sets no passwords.</source>
        <translation>Als „%1“ gespeichert. Es setzt keine Passwörter.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>What a database user is for, its name</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Make the users?</source>
        <translation>Die Benutzer anlegen?</translation>
    </message>
    <message>
        <source>Those that are missing are made on the server, and all three get their rights.</source>
        <translation>Die fehlenden werden auf dem Server angelegt, und alle drei bekommen ihre Rechte.</translation>
    </message>
    <message>
        <source>Make the users</source>
        <translation>Die Benutzer anlegen</translation>
    </message>
    <message>
        <source>A user can be dropped again with DROP ROLE; what it owns must be given away first.</source>
        <translation>Ein Benutzer kann mit DROP ROLE wieder entfernt werden; was ihm gehört, muss vorher weitergegeben werden.</translation>
    </message>
    <message>
        <source>Making the users…</source>
        <translation>Die Benutzer werden angelegt …</translation>
    </message>
    <message>
        <source>All three were there already; their rights are complete now.</source>
        <translation>Alle drei waren schon da; ihre Rechte sind jetzt vollständig.</translation>
    </message>
    <message>
        <source>Made: %1. Their passwords are in “%2”, a password file for libpq.</source>
        <translation>Angelegt: %1. Ihre Passwörter sind in „%2“, einer Passwortdatei für libpq.</translation>
    </message>
    <message>
        <source>Made: %1. They have no passwords yet, so nobody can log in as them: in psql, \password sets one.</source>
        <translation>Angelegt: %1. Sie haben noch keine Passwörter, deshalb kann sich niemand mit ihnen anmelden: In psql setzt \password eines.</translation>
    </message>
</context>
<context>
    <name>Gui::ScheduleDialog</name>
    <message>
        <source>Schedule Backups</source>
        <translation>Sicherungen planen</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>Backups of “%1” by themselves</source>
        <translation>Selbsttätige Sicherungen von „%1“</translation>
    </message>
    <message>
        <source>Recommended for:</source>
        <translation>Empfohlen für:</translation>
    </message>
    <message>
        <source>Loca&amp;l</source>
        <translation>Loka&amp;l</translation>
    </message>
    <message>
        <source>By hand only</source>
        <translation>Nur von Hand</translation>
    </message>
    <message>
        <source>&amp;Staging</source>
        <translation>Sta&amp;ging</translation>
    </message>
    <message>
        <source>Every day, kept for 7 days</source>
        <translation>Jeden Tag, 7 Tage aufbewahrt</translation>
    </message>
    <message>
        <source>&amp;Production</source>
        <translation>&amp;Produktion</translation>
    </message>
    <message>
        <source>Every day, kept for 30 days, and weekly ones</source>
        <translation>Jeden Tag, 30 Tage aufbewahrt, dazu wöchentliche</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>Wie oft</translation>
    </message>
    <message>
        <source>Every day</source>
        <translation>Jeden Tag</translation>
    </message>
    <message>
        <source>Every week</source>
        <translation>Jede Woche</translation>
    </message>
    <message>
        <source>At</source>
        <translation>Um</translation>
    </message>
    <message>
        <source>&amp;at</source>
        <translation>&amp;um</translation>
    </message>
    <message>
        <source>and a &amp;weekly one that is kept longer</source>
        <translation>und eine wöc&amp;hentliche, die länger aufbewahrt wird</translation>
    </message>
    <message>
        <source>Day of the week</source>
        <translation>Wochentag</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>C&amp;ompress (zstd)</source>
        <translation>&amp;Komprimieren (zstd)</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>&amp;Wählen…</translation>
    </message>
    <message>
        <source>&amp;When:</source>
        <translation>W&amp;ann:</translation>
    </message>
    <message>
        <source>&amp;Kind:</source>
        <translation>A&amp;rt:</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>&amp;Ordner:</translation>
    </message>
    <message>
        <source>Keep:</source>
        <translation>Aufbewahren:</translation>
    </message>
    <message>
        <source>Next backup: as soon as this is saved.</source>
        <translation>Nächste Sicherung: sobald dies gespeichert ist.</translation>
    </message>
    <message>
        <source>Next backup: %1.</source>
        <translation>Nächste Sicherung: %1.</translation>
    </message>
    <message>
        <source>No backup is made by itself.</source>
        <translation>Von selbst wird keine Sicherung angelegt.</translation>
    </message>
    <message>
        <source>The last try failed: %1</source>
        <translation>Der letzte Versuch ist fehlgeschlagen: %1</translation>
    </message>
    <message>
        <source>Last one: %1.</source>
        <translation>Letzte: %1.</translation>
    </message>
    <message>
        <source>The password of this profile is kept for the session only. Backups are made while it is known; keep it in the keyring to make them always.</source>
        <translation>Das Passwort dieses Profils wird nur für die Sitzung aufbewahrt. Sicherungen werden angelegt, solange es bekannt ist; liegt es im Schlüsselbund, werden sie immer angelegt.</translation>
    </message>
    <message>
        <source>The password is in the vault: backups are made while the vault is unlocked.</source>
        <translation>Das Passwort ist im Tresor: Sicherungen werden angelegt, solange der Tresor entsperrt ist.</translation>
    </message>
    <message>
        <source>Without a number all backups are kept.</source>
        <translation>Ohne Zahl bleiben alle Sicherungen erhalten.</translation>
    </message>
    <message>
        <source>Backups of “%1” are made by hand only.</source>
        <translation>Sicherungen von „%1“ werden nur von Hand angelegt.</translation>
    </message>
    <message>
        <source>Backups of “%1” are scheduled.</source>
        <translation>Sicherungen von „%1“ sind geplant.</translation>
    </message>
    <message>
        <source>Folder for Backups</source>
        <translation>Ordner für Sicherungen</translation>
    </message>
</context>
<context>
    <name>Gui::SchemaDesk</name>
    <message>
        <source>“%1” is opened read-only. Nothing was changed.</source>
        <translation>„%1“ ist nur zum Lesen geöffnet. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Apply migrations to “%1”?</source>
        <translation>Migrationen auf „%1“ anwenden?</translation>
    </message>
    <message>
        <source>Roll back migrations of “%1”?</source>
        <translation>Migrationen von „%1“ zurücknehmen?</translation>
    </message>
    <message>
        <source>The schema becomes another one, for everybody who works with this database.</source>
        <translation>Das Schema wird ein anderes, für alle, die mit dieser Datenbank arbeiten.</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>A verified backup of the present state is made first.</source>
        <translation>Zuerst wird eine geprüfte Sicherung des jetzigen Standes gemacht.</translation>
    </message>
    <message>
        <source>Trying migrations of “%1” out</source>
        <translation>Migrationen von „%1“ werden ausprobiert</translation>
    </message>
    <message>
        <source>Applying migrations to “%1”</source>
        <translation>Migrationen werden auf „%1“ angewendet</translation>
    </message>
    <message>
        <source>Rolling back migrations of “%1”</source>
        <translation>Migrationen von „%1“ werden zurückgenommen</translation>
    </message>
    <message>
        <source>Stopped. The schema of “%1” is the old one: nothing was changed.</source>
        <translation>Angehalten. Das Schema von „%1“ ist das alte: Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Who holds the lock…</source>
        <translation>Wer hält die Sperre …</translation>
    </message>
    <message>
        <source>The migrations of “%1” could not be tried out on a copy. The database itself was not touched.</source>
        <translation>Die Migrationen von „%1“ konnten nicht an einer Kopie ausprobiert werden. Die Datenbank selbst wurde nicht angefasst.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln migration(s) of “%1” went well on the copy, in %2. The database itself was not touched.</source>
        <translation>
            <numerusform>%Ln Migration von „%1“ ist an der Kopie gelungen, in %2. Die Datenbank selbst wurde nicht angefasst.</numerusform>
            <numerusform>%Ln Migrationen von „%1“ sind an der Kopie gelungen, in %2. Die Datenbank selbst wurde nicht angefasst.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln migration(s) were applied to “%1” and checked, in %2.</source>
        <translation>
            <numerusform>%Ln Migration wurde auf „%1“ angewendet und geprüft, in %2.</numerusform>
            <numerusform>%Ln Migrationen wurden auf „%1“ angewendet und geprüft, in %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln migration(s) of “%1” were rolled back and checked, in %2.</source>
        <translation>
            <numerusform>%Ln Migration von „%1“ wurde zurückgenommen und geprüft, in %2.</numerusform>
            <numerusform>%Ln Migrationen von „%1“ wurden zurückgenommen und geprüft, in %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped at “%1”.</source>
        <translation>Angehalten bei „%1“.</translation>
    </message>
    <message>
        <source>The migrations of “%1” are done, but the check afterwards found something.</source>
        <translation>Die Migrationen von „%1“ sind getan, aber die Prüfung danach hat etwas gefunden.</translation>
    </message>
    <message>
        <source>Details…</source>
        <translation>Einzelheiten …</translation>
    </message>
    <message>
        <source>Adopt the tables of “%1”?</source>
        <translation>Die Tabellen von „%1“ übernehmen?</translation>
    </message>
    <message>
        <source>The history says from now on that these migrations are applied.</source>
        <translation>Der Verlauf sagt von jetzt an, dass diese Migrationen angewendet sind.</translation>
    </message>
    <message>
        <source>Adopt</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>No table is touched; rows of the history can be deleted by hand.</source>
        <translation>Keine Tabelle wird angefasst; Zeilen des Verlaufs können von Hand gelöscht werden.</translation>
    </message>
    <message>
        <source>Adopting “%1”</source>
        <translation>„%1“ wird übernommen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln migration(s) of “%1” are in the history now. No table was touched.</source>
        <translation>
            <numerusform>%Ln Migration von „%1“ ist jetzt im Verlauf. Keine Tabelle wurde angefasst.</numerusform>
            <numerusform>%Ln Migrationen von „%1“ sind jetzt im Verlauf. Keine Tabelle wurde angefasst.</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the Migrations as a Script</source>
        <translation>Die Migrationen als Skript speichern</translation>
    </message>
    <message>
        <source>SQL files (*.sql)</source>
        <translation>SQL-Dateien (*.sql)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>The script is in “%1”.</source>
        <translation>Das Skript ist in „%1“.</translation>
    </message>
    <message>
        <source>Stopped. The database itself was not touched.</source>
        <translation>Angehalten. Die Datenbank selbst wurde nicht angefasst.</translation>
    </message>
    <message>
        <source>Stopped. The page “Schema” of “%1” shows what is so.</source>
        <translation>Angehalten. Die Seite „Schema“ von „%1“ zeigt, was gilt.</translation>
    </message>
    <message>
        <source>Stopped. “%1” was begun and is not finished: it runs outside of a transaction. Applying goes on with it.</source>
        <translation>Angehalten. „%1“ wurde begonnen und ist nicht fertig: Es läuft außerhalb einer Transaktion. Anwenden setzt es fort.</translation>
    </message>
</context>
<context>
    <name>Gui::SchemaPage</name>
    <message>
        <source>&amp;Apply all pending…</source>
        <translation>&amp;Alle offenen anwenden …</translation>
    </message>
    <message>
        <source>Apply to &amp;here…</source>
        <translation>Bis &amp;hierher anwenden …</translation>
    </message>
    <message>
        <source>Roll &amp;back to here…</source>
        <translation>Bis hierher &amp;zurücknehmen …</translation>
    </message>
    <message>
        <source>Roll back a&amp;ll…</source>
        <translation>A&amp;lle zurücknehmen …</translation>
    </message>
    <message>
        <source>A&amp;dopt…</source>
        <translation>Ü&amp;bernehmen …</translation>
    </message>
    <message>
        <source>Dr&amp;y run…</source>
        <translation>&amp;Probelauf …</translation>
    </message>
    <message>
        <source>&amp;Save as script…</source>
        <translation>Als &amp;Skript speichern …</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>P&amp;rüfen</translation>
    </message>
    <message>
        <source>Loc&amp;ks…</source>
        <translation>Sp&amp;erren …</translation>
    </message>
    <message>
        <source>&amp;Roles…</source>
        <translation>R&amp;ollen …</translation>
    </message>
    <message>
        <source>Re&amp;fresh</source>
        <translation>Ak&amp;tualisieren</translation>
    </message>
    <message>
        <source>Migrations</source>
        <translation>Migrationen</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>Schema</translation>
    </message>
    <message>
        <source>Reading the schema</source>
        <translation>Das Schema wird gelesen</translation>
    </message>
    <message>
        <source>This may be out of date. %1</source>
        <translation>Das kann veraltet sein. %1</translation>
    </message>
    <message>
        <source>%1 (Looked at %2)</source>
        <extracomment>A sentence about the schema, a time</extracomment>
        <translation>%1 (Nachgesehen um %2)</translation>
    </message>
    <message>
        <source>No database is open</source>
        <translation>Keine Datenbank ist offen</translation>
    </message>
    <message>
        <source>Open one to see its migrations.</source>
        <translation>Öffnen Sie eine, um ihre Migrationen zu sehen.</translation>
    </message>
    <message>
        <source>Reading the schema…</source>
        <translation>Das Schema wird gelesen …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>The schema could not be read</source>
        <translation>Das Schema konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Nothing was read yet.</source>
        <translation>Noch wurde nichts gelesen.</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>No database is open.</source>
        <translation>Keine Datenbank ist offen.</translation>
    </message>
    <message>
        <source>Something is changing the schema right now.</source>
        <translation>Das Schema wird gerade geändert.</translation>
    </message>
    <message>
        <source>The schema was not read yet.</source>
        <translation>Das Schema wurde noch nicht gelesen.</translation>
    </message>
    <message>
        <source>This database is opened read-only.</source>
        <translation>Diese Datenbank ist nur zum Lesen geöffnet.</translation>
    </message>
    <message>
        <source>Adopt the tables that are there first.</source>
        <translation>Übernehmen Sie zuerst die Tabellen, die da sind.</translation>
    </message>
    <message>
        <source>Nothing is to be applied.</source>
        <translation>Es gibt nichts anzuwenden.</translation>
    </message>
    <message>
        <source>Apply every migration that is pending</source>
        <translation>Jede offene Migration anwenden</translation>
    </message>
    <message>
        <source>Apply the pending migrations up to the selected one</source>
        <translation>Die offenen Migrationen bis zur gewählten anwenden</translation>
    </message>
    <message>
        <source>Choose a migration that is pending.</source>
        <translation>Wählen Sie eine offene Migration.</translation>
    </message>
    <message>
        <source>Take back every migration after the selected one, which stays</source>
        <translation>Jede Migration nach der gewählten zurücknehmen; die gewählte bleibt</translation>
    </message>
    <message>
        <source>Choose an applied migration that has others after it.</source>
        <translation>Wählen Sie eine angewendete Migration, nach der andere kommen.</translation>
    </message>
    <message>
        <source>Take back everything that this program applied</source>
        <translation>Alles zurücknehmen, was dieses Programm angewendet hat</translation>
    </message>
    <message>
        <source>Nothing is applied.</source>
        <translation>Nichts ist angewendet.</translation>
    </message>
    <message>
        <source>Write into the history what is in the database already; no table is touched</source>
        <translation>In den Verlauf eintragen, was schon in der Datenbank ist; keine Tabelle wird angefasst</translation>
    </message>
    <message>
        <source>The history is complete.</source>
        <translation>Der Verlauf ist vollständig.</translation>
    </message>
    <message>
        <source>Try the pending migrations out on a copy; the database is not touched</source>
        <translation>Die offenen Migrationen an einer Kopie ausprobieren; die Datenbank wird nicht angefasst</translation>
    </message>
    <message>
        <source>Save the migrations as one SQL text for psql or sqlite3</source>
        <translation>Die Migrationen als einen SQL-Text für psql oder sqlite3 speichern</translation>
    </message>
    <message>
        <source>Compare the database with what is expected of it</source>
        <translation>Die Datenbank mit dem vergleichen, was von ihr erwartet wird</translation>
    </message>
    <message>
        <source>The schema is being read or changed.</source>
        <translation>Das Schema wird gelesen oder geändert.</translation>
    </message>
    <message>
        <source>Read the schema again</source>
        <translation>Das Schema neu lesen</translation>
    </message>
    <message>
        <source>Show who or what keeps migrations waiting</source>
        <translation>Zeigen, wer oder was Migrationen warten lässt</translation>
    </message>
    <message>
        <source>Show what your database user may do, and make the users of least privilege</source>
        <translation>Zeigen, was Ihr Datenbankbenutzer darf, und die Benutzer mit den geringsten Rechten anlegen</translation>
    </message>
    <message>
        <source>An SQLite file has no users.</source>
        <translation>Eine SQLite-Datei hat keine Benutzer.</translation>
    </message>
    <message>
        <source>The schema is being changed. The line at the bottom shows how far it is.</source>
        <translation>Das Schema wird geändert. Die Zeile unten zeigt, wie weit es ist.</translation>
    </message>
</context>
<context>
    <name>Gui::SchemaWords</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message numerus="yes">
        <source>%Ln thing(s) in the database are not as expected.</source>
        <translation>
            <numerusform>%Ln Sache in der Datenbank ist nicht wie erwartet.</numerusform>
            <numerusform>%Ln Sachen in der Datenbank sind nicht wie erwartet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) changed after they were applied.</source>
        <translation>
            <numerusform>%Ln Datei hat sich nach dem Anwenden geändert.</numerusform>
            <numerusform>%Ln Dateien haben sich nach dem Anwenden geändert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln migration(s) were begun and not finished. Applying goes on with them.</source>
        <translation>
            <numerusform>%Ln Migration wurde begonnen und nicht beendet. Anwenden setzt sie fort.</numerusform>
            <numerusform>%Ln Migrationen wurden begonnen und nicht beendet. Anwenden setzt sie fort.</numerusform>
        </translation>
    </message>
    <message>
        <source>The tables are there, but the history does not say so: adopt them.</source>
        <translation>Die Tabellen sind da, aber der Verlauf sagt es nicht: Übernehmen Sie sie.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln migration(s) can be applied.</source>
        <translation>
            <numerusform>%Ln Migration kann angewendet werden.</numerusform>
            <numerusform>%Ln Migrationen können angewendet werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is to be applied, and the tables are as expected.</source>
        <translation>Es gibt nichts anzuwenden, und die Tabellen sind wie erwartet.</translation>
    </message>
    <message>
        <source>• %1</source>
        <extracomment>One of several sentences, each on a line of its own</extracomment>
        <translation>• %1</translation>
    </message>
</context>
<context>
    <name>Gui::SectionList</name>
    <message>
        <source>Sections</source>
        <translation>Bereiche</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Kunden</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>Papierkorb</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>Query log</source>
        <translation>Abfrageprotokoll</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>Schema</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>A section of the window, how many things are in it</extracomment>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>Gui::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Colors</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>&amp;Save each row when leaving it</source>
        <translation>Jede &amp;Zeile beim Verlassen speichern</translation>
    </message>
    <message>
        <source>Save each row when leaving it</source>
        <translation>Jede Zeile beim Verlassen speichern</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>&amp;Sprache:</translation>
    </message>
    <message>
        <source>Takes effect when the program is started again.</source>
        <translation>Gilt ab dem nächsten Start des Programms.</translation>
    </message>
    <message>
        <source>&amp;Colors:</source>
        <translation>&amp;Farben:</translation>
    </message>
    <message>
        <source>Editing:</source>
        <translation>Bearbeiten:</translation>
    </message>
    <message>
        <source>Otherwise changes are collected until you save them.</source>
        <translation>Sonst werden Änderungen bis zum Speichern gesammelt.</translation>
    </message>
</context>
<context>
    <name>Gui::ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>In the table</source>
        <translation>In der Tabelle</translation>
    </message>
    <message>
        <source>Edit the cell</source>
        <translation>Zelle bearbeiten</translation>
    </message>
    <message>
        <source>Move the selected customers to the trash</source>
        <translation>Ausgewählte Kunden in den Papierkorb legen</translation>
    </message>
    <message>
        <source>First and last customer</source>
        <translation>Erster und letzter Kunde</translation>
    </message>
    <message>
        <source>One step back</source>
        <translation>Einen Schritt zurück</translation>
    </message>
</context>
<context>
    <name>Gui::StartPage</name>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Welcome to GSC Tracking Admin</source>
        <translation>Willkommen bei GSC Tracking Admin</translation>
    </message>
    <message>
        <source>Look after the customers of your repair shop: on this computer, or in the database your web application uses.</source>
        <translation>Die Kunden der Werkstatt im Blick: auf diesem Computer oder in der Datenbank der Web-Anwendung.</translation>
    </message>
    <message>
        <source>Try it with &amp;sample customers</source>
        <translation>&amp;Mit Beispielkunden ausprobieren</translation>
    </message>
    <message>
        <source>A few hundred made-up customers to look around and play with.</source>
        <translation>Ein paar Hundert erfundene Kunden zum Umsehen und Ausprobieren.</translation>
    </message>
    <message>
        <source>Start with an &amp;empty database</source>
        <translation>Mit &amp;leerer Datenbank beginnen</translation>
    </message>
    <message>
        <source>A new database on this computer, ready for your first customer.</source>
        <translation>Eine neue Datenbank auf diesem Computer, bereit für den ersten Kunden.</translation>
    </message>
    <message>
        <source>Open a database &amp;file…</source>
        <translation>Datenbankdatei ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>An SQLite file that exists, such as gsctracking.db.</source>
        <translation>Eine vorhandene SQLite-Datei, zum Beispiel gsctracking.db.</translation>
    </message>
    <message>
        <source>Connect to PostgreS&amp;QL…</source>
        <translation>Mit PostgreS&amp;QL verbinden…</translation>
    </message>
    <message>
        <source>Paste the connection string of Neon, Azure, Supabase or your own server.</source>
        <translation>Die Verbindungszeichenfolge von Neon, Azure, Supabase oder dem eigenen Server einfügen.</translation>
    </message>
    <message>
        <source>Recently used</source>
        <translation>Zuletzt benutzt</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>Profile</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>A profile on the start page: environment and place</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Manage profiles…</source>
        <translation>Profile verwalten…</translation>
    </message>
    <message>
        <source>Add, change, test and order them.</source>
        <translation>Hinzufügen, ändern, testen und ordnen.</translation>
    </message>
    <message>
        <source>Manage profiles</source>
        <translation>Profile verwalten</translation>
    </message>
</context>
<context>
    <name>Gui::StepDetails</name>
    <message>
        <source>What it does</source>
        <translation>Was sie tut</translation>
    </message>
    <message>
        <source>SQL up</source>
        <translation>SQL vor</translation>
    </message>
    <message>
        <source>SQL down</source>
        <translation>SQL zurück</translation>
    </message>
    <message>
        <source>Expected and real</source>
        <translation>Erwartet und wirklich</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Choose a migration above.</source>
        <translation>Wählen Sie oben eine Migration.</translation>
    </message>
    <message>
        <source>Applied %1 by %2, in %3.</source>
        <extracomment>A time, a person, a duration</extracomment>
        <translation>Angewendet %1 von %2, in %3.</translation>
    </message>
    <message>
        <source>Comes with this program.</source>
        <translation>Gehört zu diesem Programm.</translation>
    </message>
    <message>
        <source>Comes from the team&apos;s folder.</source>
        <translation>Kommt aus dem Ordner des Teams.</translation>
    </message>
    <message>
        <source>Checksum of the file: %1</source>
        <translation>Prüfsumme der Datei: %1</translation>
    </message>
    <message>
        <source>This program does not know its SQL.</source>
        <translation>Dieses Programm kennt ihr SQL nicht.</translation>
    </message>
    <message>
        <source>There is no way back: no “%1.down.sql”.</source>
        <translation>Es gibt keinen Rückweg: kein „%1.down.sql“.</translation>
    </message>
    <message>
        <source>The tables are as expected.</source>
        <translation>Die Tabellen sind wie erwartet.</translation>
    </message>
    <message>
        <source>Expected and real (%1)</source>
        <translation>Erwartet und wirklich (%1)</translation>
    </message>
    <message>
        <source>Begun %1 by %2.</source>
        <extracomment>A time, a person</extracomment>
        <translation>Begonnen %1 von %2.</translation>
    </message>
</context>
<context>
    <name>Gui::TimerFields</name>
    <message>
        <source>Show &amp;files</source>
        <translation>&amp;Dateien zeigen</translation>
    </message>
    <message>
        <source>Files of the timer</source>
        <translation>Dateien des Timers</translation>
    </message>
    <message>
        <source>&amp;Remove timer</source>
        <translation>Timer &amp;entfernen</translation>
    </message>
    <message>
        <source>&amp;Install timer</source>
        <translation>Timer &amp;installieren</translation>
    </message>
    <message>
        <source>A timer of the system makes these backups, also while this program is closed.</source>
        <translation>Ein Timer des Systems legt diese Sicherungen an, auch wenn dieses Programm geschlossen ist.</translation>
    </message>
    <message>
        <source>Made while this program runs. A timer of the system can do it also while it is closed.</source>
        <translation>Angelegt, während dieses Programm läuft. Ein Timer des Systems kann es auch, wenn es geschlossen ist.</translation>
    </message>
</context>
<context>
    <name>Gui::Tone</name>
    <message>
        <source>Information</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
</context>
<context>
    <name>Gui::ToolBar</name>
    <message>
        <source>More actions</source>
        <translation>Weitere Aktionen</translation>
    </message>
</context>
<context>
    <name>Gui::TypedConfirmation</name>
    <message>
        <source>Confirm on %1</source>
        <translation>%1: Bestätigung</translation>
    </message>
    <message>
        <source>&amp;Type %1 to confirm:</source>
        <extracomment>The environment&apos;s name, to be typed exactly as it is written</extracomment>
        <translation>Zum &amp;Bestätigen %1 eingeben:</translation>
    </message>
    <message>
        <source>Type %1 to confirm</source>
        <translation>Zum Bestätigen %1 eingeben</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Gui::UnlockDialog</name>
    <message>
        <source>Unlock %1</source>
        <translation>%1 entsperren</translation>
    </message>
    <message numerus="yes">
        <source>Unlock %1 for %n minutes?</source>
        <translation>
            <numerusform>%1 für %n Minute entsperren?</numerusform>
            <numerusform>%1 für %n Minuten entsperren?</numerusform>
        </translation>
    </message>
    <message>
        <source>Until then, what you save changes the customers of “%1” at once, for everybody who works with them. At %2 it locks itself again, never in the middle of a save; you can lock it earlier. Changes not saved by then stay on this computer.</source>
        <translation>Bis dahin ändert jedes Speichern die Kunden von „%1“ sofort, für alle, die damit arbeiten. Um %2 sperrt sich die Datenbank wieder selbst, nie mitten im Speichern; sie lässt sich auch früher sperren. Was bis dahin nicht gespeichert ist, bleibt auf diesem Computer.</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>for example: wrong phone number, ticket 214</source>
        <translation>zum Beispiel: falsche Telefonnummer, Vorgang 214</translation>
    </message>
    <message>
        <source>&amp;Reason (shown while it is unlocked):</source>
        <translation>&amp;Grund (wird gezeigt, solange entsperrt ist):</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Unlock for %n minutes</source>
        <translation>
            <numerusform>Für %n Minute &amp;entsperren</numerusform>
            <numerusform>Für %n Minuten &amp;entsperren</numerusform>
        </translation>
    </message>
    <message>
        <source>Stay &amp;locked</source>
        <translation>Gesperrt &amp;lassen</translation>
    </message>
    <message>
        <source>Stay locked</source>
        <translation>Gesperrt lassen</translation>
    </message>
</context>
<context>
    <name>Gui::UnsavedChanges</name>
    <message>
        <source>Unsaved changes</source>
        <translation>Nicht gespeicherte Änderungen</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) are not saved yet.</source>
        <translation>
            <numerusform>%n Änderung ist noch nicht gespeichert.</numerusform>
            <numerusform>%n Änderungen sind noch nicht gespeichert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Kept changes come back when you open this database again.</source>
        <translation>Aufbewahrte Änderungen sind wieder da, wenn Sie diese Datenbank das nächste Mal öffnen.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Keep for next time</source>
        <translation>Für das nächste Mal aufbewahren</translation>
    </message>
</context>
<context>
    <name>Gui::VaultPrompt</name>
    <message>
        <source>Create a Vault</source>
        <translation>Tresor anlegen</translation>
    </message>
    <message>
        <source>Unlock the Vault</source>
        <translation>Tresor entsperren</translation>
    </message>
    <message>
        <source>A vault is a file on this computer that keeps passwords, encrypted with a passphrase. Nobody can open it without the passphrase, and nobody can recover it: several words you can remember are best.</source>
        <translation>Ein Tresor ist eine Datei auf diesem Computer, die Passwörter aufbewahrt, verschlüsselt mit einer Passphrase. Ohne die Passphrase kann ihn niemand öffnen, und niemand kann sie wiederherstellen: Am besten sind mehrere Wörter, die sich gut merken lassen.</translation>
    </message>
    <message>
        <source>Give the passphrase of the vault that keeps your passwords. It is asked once each time the program runs.</source>
        <translation>Bitte die Passphrase des Tresors eingeben, der die Passwörter aufbewahrt. Bei jedem Programmlauf wird einmal danach gefragt.</translation>
    </message>
    <message>
        <source>&amp;Passphrase:</source>
        <translation>&amp;Passphrase:</translation>
    </message>
    <message>
        <source>&amp;Again:</source>
        <translation>&amp;Noch einmal:</translation>
    </message>
    <message>
        <source>C&amp;reate Vault</source>
        <translation>Tresor &amp;anlegen</translation>
    </message>
    <message>
        <source>&amp;Unlock</source>
        <translation>&amp;Entsperren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message numerus="yes">
        <source>Use at least %n characters.</source>
        <translation>
            <numerusform>Bitte mindestens %n Zeichen verwenden.</numerusform>
            <numerusform>Bitte mindestens %n Zeichen verwenden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Easy to guess. Add another word or two.</source>
        <translation>Leicht zu erraten. Besser noch ein Wort oder zwei hinzufügen.</translation>
    </message>
    <message>
        <source>Fair. One more word makes it good.</source>
        <translation>Mittel. Mit einem weiteren Wort wird sie gut.</translation>
    </message>
    <message>
        <source>Good: hard to guess.</source>
        <translation>Gut: schwer zu erraten.</translation>
    </message>
    <message>
        <source>The two passphrases differ.</source>
        <translation>Die beiden Passphrasen unterscheiden sich.</translation>
    </message>
    <message>
        <source>Making the vault…</source>
        <translation>Tresor wird angelegt…</translation>
    </message>
    <message>
        <source>Opening the vault…</source>
        <translation>Tresor wird geöffnet…</translation>
    </message>
</context>
<context>
    <name>Gui::Workspace</name>
    <message>
        <source>window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <source>job</source>
        <translation>Auftrag</translation>
    </message>
</context>
<context>
    <name>Profiles</name>
    <message>
        <source>Local</source>
        <translation>Lokal</translation>
    </message>
    <message>
        <source>Staging</source>
        <translation>Staging</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>Produktion</translation>
    </message>
</context>
<context>
    <name>Profiles::Exchange</name>
    <message>
        <source>This file was exported by a newer version of this program. Nothing was changed. Import it with the newer version.</source>
        <translation>Diese Datei wurde von einer neueren Version dieses Programms exportiert. Nichts wurde geändert. Bitte mit der neueren Version importieren.</translation>
    </message>
    <message>
        <source>This is not a file of exported profiles, or it is damaged. Nothing was changed.</source>
        <translation>Dies ist keine Datei mit exportierten Profilen, oder sie ist beschädigt. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>From profile %1 on: there may be at most %2 profiles.</source>
        <translation>Ab Profil %1: Höchstens %2 Profile sind möglich.</translation>
    </message>
    <message>
        <source>Profile %1: %2</source>
        <translation>Profil %1: %2</translation>
    </message>
</context>
<context>
    <name>Profiles::PasswordChange</name>
    <message>
        <source>The password was not changed: the old one is valid.</source>
        <translation>Das Passwort wurde nicht geändert: Das alte ist gültig.</translation>
    </message>
    <message>
        <source>It is not known which password is valid now. Both are kept: try again when the server can be reached.</source>
        <translation>Es ist nicht bekannt, welches Passwort jetzt gültig ist. Beide sind aufbewahrt: bitte noch einmal versuchen, wenn der Server erreichbar ist.</translation>
    </message>
    <message>
        <source>A file has no password.</source>
        <translation>Eine Datei hat kein Passwort.</translation>
    </message>
</context>
<context>
    <name>Profiles::ProfileStore</name>
    <message>
        <source>The profiles were written by a newer version of this program. They were left as they are. Use the newer version.</source>
        <translation>Die Profile wurden von einer neueren Version dieses Programms geschrieben. Sie wurden nicht verändert. Bitte die neuere Version verwenden.</translation>
    </message>
    <message>
        <source>Another window or program is saving profiles. Nothing was changed. Try again.</source>
        <translation>Ein anderes Fenster oder Programm speichert gerade Profile. Nichts wurde geändert. Bitte noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Nothing can be saved in “%1”. Nothing was changed. Check who owns that folder, and the free space.</source>
        <translation>In „%1“ kann nichts gespeichert werden. Nichts wurde geändert. Bitte prüfen, wem der Ordner gehört und ob noch Platz frei ist.</translation>
    </message>
    <message>
        <source>“%1” is not an ordinary file, or larger than 4 MiB. It was left as it is. Move it away to begin with an empty list of profiles.</source>
        <translation>„%1“ ist keine gewöhnliche Datei oder größer als 4 MiB. Die Datei wurde nicht verändert. Wird sie woandershin verschoben, beginnt eine leere Liste von Profilen.</translation>
    </message>
    <message>
        <source>The profiles file is damaged. It was kept as “%1”, and nothing was changed. Try again to begin with an empty list.</source>
        <translation>Die Profildatei ist beschädigt. Sie wurde als „%1“ aufbewahrt, und nichts wurde geändert. Beim nächsten Versuch beginnt eine leere Liste.</translation>
    </message>
    <message>
        <source>These profiles cannot be saved. Nothing was changed. There may be at most %1, each with a name of its own, and every value in its usual form.</source>
        <translation>Diese Profile können nicht gespeichert werden. Nichts wurde geändert. Höchstens %1 sind möglich, jedes mit eigenem Namen und jeder Wert in seiner üblichen Form.</translation>
    </message>
    <message>
        <source>There is no profile “%1”. A file is written with ./ or its folder.</source>
        <translation>Es gibt kein Profil „%1“. Eine Datei wird mit ./ oder ihrem Ordner geschrieben.</translation>
    </message>
    <message>
        <source>The profiles use something that this version of the program does not know.</source>
        <translation>Die Profile verwenden etwas, das diese Version des Programms nicht kennt.</translation>
    </message>
    <message>
        <source>The profiles cannot be read.</source>
        <translation>Die Profile können nicht gelesen werden.</translation>
    </message>
    <message>
        <source>at “%1”</source>
        <translation>bei „%1“</translation>
    </message>
</context>
<context>
    <name>Profiles::ServiceFile</name>
    <message>
        <source>Line %1 of “%2” is not a setting that can be used. Nothing was opened. Correct the line, or give the values in the profile.</source>
        <translation>Zeile %1 in „%2“ ist keine Einstellung, die verwendet werden kann. Nichts wurde geöffnet. Bitte die Zeile berichtigen oder die Werte im Profil angeben.</translation>
    </message>
    <message>
        <source>There is no service “%1” in ~/.pg_service.conf or the system&apos;s pg_service.conf. Nothing was opened. Add it there, or give the values in the profile.</source>
        <translation>Weder ~/.pg_service.conf noch die pg_service.conf des Systems enthält einen Dienst „%1“. Nichts wurde geöffnet. Bitte dort hinzufügen oder die Werte im Profil angeben.</translation>
    </message>
</context>
<context>
    <name>Schema</name>
    <message>
        <source>This database has a Customer table already. Nothing was changed.</source>
        <translation>Diese Datenbank hat schon eine Tabelle Customer. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>So this is not the table that this program makes. Nothing was changed.</source>
        <translation>Das ist also nicht die Tabelle, die dieses Programm anlegt. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>There is no migration “%1”. Nothing was changed.</source>
        <translation>Es gibt keine Migration „%1“. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>What “%1” makes is not there, so it cannot be taken for applied. Nothing was changed; apply it instead.</source>
        <translation>Was „%1“ anlegt, ist nicht vorhanden, also kann sie nicht als angewendet gelten. Nichts wurde geändert; bitte stattdessen anwenden.</translation>
    </message>
    <message>
        <source>Whether “%1” is there cannot be seen; it is taken on trust.</source>
        <translation>Ob „%1“ vorhanden ist, lässt sich nicht sehen; es wird einfach angenommen.</translation>
    </message>
    <message>
        <source>Looking at the database</source>
        <translation>Die Datenbank wird angesehen</translation>
    </message>
    <message>
        <source>Migrations need the direct way to the server, and this address is a connection pooler&apos;s. Nothing was changed; enter the direct host in the profile.</source>
        <translation>Migrationen brauchen den direkten Weg zum Server, und diese Adresse gehört einem Pooler. Nichts wurde geändert; bitte im Profil den direkten Host eintragen.</translation>
    </message>
    <message>
        <source>Another program is migrating this database right now: it holds the lock on the history. Nothing was changed. Wait until it is done, or look who holds the lock.</source>
        <translation>Ein anderes Programm migriert gerade diese Datenbank: Es hält die Sperre auf den Verlauf. Nichts wurde geändert. Bitte warten, bis es fertig ist, oder nachsehen, wer die Sperre hält.</translation>
    </message>
    <message>
        <source>Entity Framework holds its lock on migrations since %1 (UTC). Nothing was changed. Wait until it is done; if it was killed, clear the lock.</source>
        <translation>Entity Framework hält seine Sperre für Migrationen seit %1 (UTC). Nichts wurde geändert. Bitte warten, bis es fertig ist; wurde es abgebrochen, die Sperre aufheben.</translation>
    </message>
    <message>
        <source>There are no tables of the application yet.</source>
        <translation>Es gibt noch keine Tabellen der Anwendung.</translation>
    </message>
    <message>
        <source>This program made the tables. The web application would stop at its start, because it wants to make them itself.</source>
        <translation>Dieses Programm hat die Tabellen angelegt. Die Webanwendung würde beim Start stehen bleiben, weil sie sie selbst anlegen will.</translation>
    </message>
    <message>
        <source>The web application made the tables and goes on looking after them. This program only adds indexes, which the web application does not notice.</source>
        <translation>Die Webanwendung hat die Tabellen angelegt und kümmert sich weiter um sie. Dieses Programm fügt nur Indizes hinzu, die die Webanwendung nicht bemerkt.</translation>
    </message>
    <message>
        <source>The web application of before 16 December 2025 made the tables. The one of today does not know their history: it would stop at its start with “already exists”. Once somebody has made sure that the tables are as it expects them, the person who looks after it can tell it so with: INSERT INTO &quot;__EFMigrationsHistory&quot; (&quot;MigrationId&quot;, &quot;ProductVersion&quot;) VALUES (&apos;%1&apos;, &apos;%2&apos;);</source>
        <translation>Die Webanwendung von vor dem 16. Dezember 2025 hat die Tabellen angelegt. Die heutige kennt deren Verlauf nicht: Sie würde beim Start mit „already exists“ stehen bleiben. Ist sichergestellt, dass die Tabellen so sind, wie sie es erwartet, kann die Person, die sie betreut, ihr das mitteilen: INSERT INTO &quot;__EFMigrationsHistory&quot; (&quot;MigrationId&quot;, &quot;ProductVersion&quot;) VALUES (&apos;%1&apos;, &apos;%2&apos;);</translation>
    </message>
    <message>
        <source>Something made the tables that left no history this program knows. “Adopt” writes down what is there already, so that only the rest is applied.</source>
        <translation>Die Tabellen wurden auf eine Art angelegt, die keinen Verlauf hinterließ, den dieses Programm kennt. „Übernehmen“ schreibt auf, was schon vorhanden ist, damit nur der Rest angewendet wird.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 is migrating, since %2 (UTC).</source>
        <translation>%1 migriert, seit %2 (UTC).</translation>
    </message>
    <message>
        <source>%1 has an open transaction, in which nothing happens, since %2 (UTC).</source>
        <translation>%1 hat eine offene Transaktion, in der nichts geschieht, seit %2 (UTC).</translation>
    </message>
    <message>
        <source>%1 is working on %2 since %3 (UTC).</source>
        <translation>%1 arbeitet an %2, seit %3 (UTC).</translation>
    </message>
    <message>
        <source>Nobody holds a lock on the tables. Migrations do not have to wait.</source>
        <translation>Niemand hält eine Sperre auf die Tabellen. Migrationen müssen nicht warten.</translation>
    </message>
    <message>
        <source>Migrations wait until these are done. Waiting is best. Cancelling stops what one of them is doing; ending its connection also takes back what it has not finished.</source>
        <translation>Migrationen warten, bis diese fertig sind. Warten ist am besten. Abbrechen hält an, was eines davon gerade tut; seine Verbindung zu beenden nimmt auch zurück, was noch nicht abgeschlossen ist.</translation>
    </message>
    <message>
        <source>Another program is writing into the file. Migrations wait until it is done.</source>
        <translation>Ein anderes Programm schreibt gerade in die Datei. Migrationen warten, bis es fertig ist.</translation>
    </message>
    <message>
        <source>Entity Framework holds its lock on migrations since %1 (UTC), and nobody is writing. If no web application or “dotnet ef” is migrating this file right now, one was killed while it did: each later one waits for ever. Clearing the lock lets them go on; nothing else is changed.</source>
        <translation>Entity Framework hält seine Sperre für Migrationen seit %1 (UTC), und niemand schreibt. Wenn gerade keine Webanwendung und kein „dotnet ef“ diese Datei migriert, wurde eines davon mittendrin abgebrochen: Jedes spätere wartet ewig. Wird die Sperre aufgehoben, geht es weiter; sonst ändert sich nichts.</translation>
    </message>
    <message>
        <source>Nobody holds a lock on the file. Migrations do not have to wait.</source>
        <translation>Niemand hält eine Sperre auf die Datei. Migrationen müssen nicht warten.</translation>
    </message>
    <message>
        <source>Looking who holds locks</source>
        <translation>Es wird nachgesehen, wer Sperren hält</translation>
    </message>
    <message>
        <source>Waiting for a lock that another program holds</source>
        <translation>Warten auf eine Sperre, die ein anderes Programm hält</translation>
    </message>
    <message>
        <source>No migration is used until this is put right; nothing was changed.</source>
        <translation>Bis das in Ordnung gebracht ist, wird keine Migration verwendet; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The folder “%1” holds more than %2 files of SQL.</source>
        <translation>Der Ordner „%1“ enthält mehr als %2 SQL-Dateien.</translation>
    </message>
    <message>
        <source>“%1” is not named like a migration, such as “20260131120000_AddLoyaltyCard.up.sql”.</source>
        <translation>„%1“ heißt nicht wie eine Migration, zum Beispiel „20260131120000_AddLoyaltyCard.up.sql“.</translation>
    </message>
    <message>
        <source>“%1” has no “%2.up.sql” beside it.</source>
        <translation>Neben „%1“ fehlt „%2.up.sql“.</translation>
    </message>
    <message>
        <source>The migrations “%1” and “%2” have the same name. Give one of them another name, or remove the duplicate file.</source>
        <translation>Die Migrationen „%1“ und „%2“ haben denselben Namen. Bitte eine von ihnen umbenennen oder die doppelte Datei entfernen.</translation>
    </message>
    <message>
        <source>The migrations “%1” and “%2” have the same number, so their order is not known. Give one of them another number, or remove the duplicate file.</source>
        <translation>Die Migrationen „%1“ und „%2“ haben dieselbe Nummer, deshalb ist ihre Reihenfolge nicht bekannt. Bitte einer von ihnen eine andere Nummer geben oder die doppelte Datei entfernen.</translation>
    </message>
    <message>
        <source>The folder of migrations “%1” is not there or cannot be read. Nothing was changed; correct it in the profile.</source>
        <translation>Der Migrationsordner „%1“ ist nicht vorhanden oder nicht lesbar. Nichts wurde geändert; bitte im Profil berichtigen.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The tables of this database were made by something else. Adopt it first, so that its history says what is there.</source>
        <translation>Die Tabellen dieser Datenbank wurden von etwas anderem angelegt. Bitte zuerst übernehmen, damit der Verlauf sagt, was vorhanden ist.</translation>
    </message>
    <message>
        <source>“%1” is left out. %2</source>
        <translation>„%1“ wird ausgelassen. %2</translation>
    </message>
    <message>
        <source>“%1”: %2</source>
        <translation>„%1“: %2</translation>
    </message>
    <message>
        <source>There is no migration “%1” that this program could apply.</source>
        <translation>Es gibt keine Migration „%1“, die dieses Programm anwenden könnte.</translation>
    </message>
    <message>
        <source>“%1” cannot be applied here. %2</source>
        <translation>„%1“ kann hier nicht angewendet werden. %2</translation>
    </message>
    <message>
        <source>“%1” is not applied, so nothing can be rolled back to it.</source>
        <translation>„%1“ ist nicht angewendet, also lässt sich nichts bis dorthin zurücknehmen.</translation>
    </message>
    <message>
        <source>“%1” has no way back: there is no “%1.down.sql”. Restore a backup of before it instead.</source>
        <translation>Für „%1“ gibt es keinen Weg zurück: „%1.down.sql“ fehlt. Bitte stattdessen eine Sicherung von davor wiederherstellen.</translation>
    </message>
    <message>
        <source>The table is large: the index is built while others go on working.</source>
        <translation>Die Tabelle ist groß: Der Index wird aufgebaut, während andere weiterarbeiten.</translation>
    </message>
    <message numerus="yes">
        <source>Up to %n row(s) of “%1” would be lost.</source>
        <translation>
            <numerusform>Bis zu %n Zeile von „%1“ würde verloren gehen.</numerusform>
            <numerusform>Bis zu %n Zeilen von „%1“ würden verloren gehen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) of “%1” in “%2” would be lost.</source>
        <translation>
            <numerusform>%n Wert von „%1“ in „%2“ würde verloren gehen.</numerusform>
            <numerusform>%n Werte von „%1“ in „%2“ würden verloren gehen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Making a plan</source>
        <translation>Ein Plan wird erstellt</translation>
    </message>
    <message>
        <source>This database is locked against changes. Unlock it first.</source>
        <translation>Diese Datenbank ist gegen Änderungen gesperrt. Bitte zuerst entsperren.</translation>
    </message>
    <message>
        <source>The history has migrations that are newer than all this program knows: %1. The tables may be others than it expects, so this has to be confirmed.</source>
        <translation>Der Verlauf enthält Migrationen, die neuer sind als alle, die dieses Programm kennt: %1. Die Tabellen sind vielleicht andere, als es erwartet, deshalb muss das bestätigt werden.</translation>
    </message>
    <message>
        <source>Data would be lost, which has to be confirmed: %1</source>
        <translation>Daten würden verloren gehen, das muss bestätigt werden: %1</translation>
    </message>
    <message>
        <source>Making a backup</source>
        <translation>Eine Sicherung wird angelegt</translation>
    </message>
    <message>
        <source>Checking the database</source>
        <translation>Die Datenbank wird geprüft</translation>
    </message>
    <message>
        <source>All steps are done, but they could not be checked. %1</source>
        <translation>Alle Schritte sind ausgeführt, konnten aber nicht geprüft werden. %1</translation>
    </message>
    <message>
        <source>“%1” is done, but the history says otherwise.</source>
        <translation>„%1“ ist ausgeführt, aber der Verlauf sagt etwas anderes.</translation>
    </message>
    <message>
        <source>Nobody can tell yet whether “%1” was done: look at the status.</source>
        <translation>Ob „%1“ ausgeführt wurde, lässt sich noch nicht sagen: Bitte den Status ansehen.</translation>
    </message>
    <message>
        <source>“%1” left nothing behind.</source>
        <translation>„%1“ hat nichts hinterlassen.</translation>
    </message>
    <message>
        <source>Applied before that, and still so: %1. Rolling back takes them away again.</source>
        <translation>Davor angewendet, und das gilt weiter: %1. Zurücknehmen macht es rückgängig.</translation>
    </message>
    <message>
        <source>Rolled back before that, and still so: %1. Applying brings them back.</source>
        <translation>Davor zurückgenommen, und das gilt weiter: %1. Anwenden bringt es zurück.</translation>
    </message>
    <message>
        <source>The state of before is in “%1”: restore it to go back.</source>
        <translation>Der Stand von davor ist in „%1“: Wird diese Sicherung wiederhergestellt, ist alles wie zuvor.</translation>
    </message>
    <message>
        <source>Not in a transaction, and every time: its statements can run twice.</source>
        <translation>Nicht in einer Transaktion, und jedes Mal: Ihre Anweisungen können zweimal laufen.</translation>
    </message>
    <message>
        <source>There is no migration “%1”.</source>
        <translation>Es gibt keine Migration „%1“.</translation>
    </message>
    <message>
        <source>Migrations by GSC Tracking Admin %1.</source>
        <translation>Migrationen von GSC Tracking Admin %1.</translation>
    </message>
    <message>
        <source>Run it with: sqlite3 -bail FILE &lt; SCRIPT. It stops, and changes nothing, where a migration is applied already. Make a backup first.</source>
        <translation>Ausführen mit: sqlite3 -bail FILE &lt; SCRIPT. Ist eine Migration schon angewendet, hält es dort an und ändert nichts. Bitte zuerst eine Sicherung anlegen.</translation>
    </message>
    <message>
        <source>Run it with: psql -X -v ON_ERROR_STOP=1 -f SCRIPT. It may run any number of times. Make a backup first.</source>
        <translation>Ausführen mit: psql -X -v ON_ERROR_STOP=1 -f SCRIPT. Es darf beliebig oft laufen. Bitte zuerst eine Sicherung anlegen.</translation>
    </message>
    <message>
        <source>This server does not have the extension “%1”. Searching works without it, slower.</source>
        <translation>Dieser Server hat die Erweiterung „%1“ nicht. Die Suche geht auch ohne sie, nur langsamer.</translation>
    </message>
    <message>
        <source>Your database user may not make the extension “%1”. Ask the person who looks after the server for: CREATE EXTENSION %1. Searching works without it, slower.</source>
        <translation>Der Datenbankbenutzer darf die Erweiterung „%1“ nicht anlegen. Weiter hilft, wer den Server betreut, mit: CREATE EXTENSION %1. Die Suche geht auch ohne sie, nur langsamer.</translation>
    </message>
    <message>
        <source>The file is no longer what was applied. Put the old file back, and make a new migration of the change.</source>
        <translation>Die Datei ist nicht mehr das, was angewendet wurde. Bitte die alte Datei zurücklegen und aus der Änderung eine neue Migration machen.</translation>
    </message>
    <message>
        <source>Applied by another program or an earlier version: what was applied is not known.</source>
        <translation>Von einem anderen Programm oder einer früheren Version angewendet: Was angewendet wurde, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>The web application makes these tables itself.</source>
        <translation>Die Webanwendung legt diese Tabellen selbst an.</translation>
    </message>
    <message>
        <source>There is a Customer table, but the history does not say who made it.</source>
        <translation>Es gibt eine Tabelle Customer, aber der Verlauf sagt nicht, wer sie angelegt hat.</translation>
    </message>
    <message>
        <source>It was begun and not finished. Applying it goes on with it.</source>
        <translation>Sie wurde begonnen und nicht beendet. Anwenden setzt sie fort.</translation>
    </message>
    <message>
        <source>The web application&apos;s own.</source>
        <translation>Gehört der Webanwendung.</translation>
    </message>
    <message>
        <source>This program does not know it, and leaves it alone.</source>
        <translation>Dieses Programm kennt sie nicht und rührt sie nicht an.</translation>
    </message>
    <message>
        <source>The history has migrations that are newer than all this program knows: %1. The tables may be others than it expects.</source>
        <translation>Der Verlauf enthält Migrationen, die neuer sind als alle, die dieses Programm kennt: %1. Die Tabellen sind vielleicht andere, als es erwartet.</translation>
    </message>
    <message>
        <source>Entity Framework holds its lock on migrations since %1 (UTC). Either it is migrating, or it was killed while it did; then it waits for ever at its next start until the lock is cleared.</source>
        <translation>Entity Framework hält seine Sperre für Migrationen seit %1 (UTC). Entweder migriert es gerade, oder es wurde mittendrin abgebrochen; dann wartet es beim nächsten Start ewig, bis die Sperre aufgehoben wird.</translation>
    </message>
    <message>
        <source>“%1” has no way back: there is no “%1.down.sql”.</source>
        <translation>Für „%1“ gibt es keinen Weg zurück: „%1.down.sql“ fehlt.</translation>
    </message>
    <message>
        <source>applied</source>
        <translation>angewendet</translation>
    </message>
    <message>
        <source>changed since applied</source>
        <translation>seit dem Anwenden geändert</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>ausstehend</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>nicht nötig</translation>
    </message>
    <message>
        <source>to be adopted</source>
        <translation>zu übernehmen</translation>
    </message>
    <message>
        <source>not possible here</source>
        <translation>hier nicht möglich</translation>
    </message>
    <message>
        <source>applied elsewhere</source>
        <translation>anderswo angewendet</translation>
    </message>
    <message>
        <source>Making a copy to try it out on</source>
        <translation>Eine Kopie zum Ausprobieren wird angelegt</translation>
    </message>
    <message>
        <source>Your database user may not create a database to try it out in, and in a scratch schema it could not be tried out: the SQL names the schema “public”.</source>
        <translation>Der Datenbankbenutzer darf keine Datenbank zum Ausprobieren anlegen, und in einem Probeschema ließ es sich nicht ausprobieren: Das SQL nennt das Schema „public“.</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 auf %2</translation>
    </message>
    <message>
        <source>%1: “%2” may do exactly that.</source>
        <translation>%1: „%2“ darf genau das.</translation>
    </message>
    <message>
        <source>%1: “%2” may do all of that, and more than it needs: %3.</source>
        <translation>%1: „%2“ darf das alles und mehr als nötig: %3.</translation>
    </message>
    <message>
        <source>%1: “%2” lacks %3.</source>
        <translation>%1: „%2“ fehlt %3.</translation>
    </message>
    <message>
        <source>everything on the server, as a superuser</source>
        <translation>alles auf dem Server, als Superuser</translation>
    </message>
    <message>
        <source>the right to make tables</source>
        <translation>das Recht, Tabellen anzulegen</translation>
    </message>
    <message>
        <source>ownership</source>
        <translation>der Besitz</translation>
    </message>
    <message>
        <source>the right to make users</source>
        <translation>das Recht, Benutzer anzulegen</translation>
    </message>
    <message>
        <source>Every user of the server may make tables in this database. The owner of the database can end that: REVOKE CREATE ON SCHEMA public FROM PUBLIC;</source>
        <translation>Jeder Benutzer des Servers darf in dieser Datenbank Tabellen anlegen. Der Besitzer der Datenbank kann das beenden: REVOKE CREATE ON SCHEMA public FROM PUBLIC;</translation>
    </message>
    <message>
        <source>You are logged in as a superuser, for whom no rule of the database holds. Use another user for everyday work.</source>
        <translation>Sie sind als Superuser angemeldet, für den keine Regel der Datenbank gilt. Bitte für die tägliche Arbeit einen anderen Benutzer verwenden.</translation>
    </message>
    <message>
        <source>An SQLite file has no users: whoever may write the file may do everything.</source>
        <translation>Eine SQLite-Datei kennt keine Benutzer: Wer die Datei schreiben darf, darf alles.</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Anwendung</translation>
    </message>
    <message>
        <source>Migrations</source>
        <translation>Migrationen</translation>
    </message>
    <message>
        <source>Reading only</source>
        <translation>Nur Lesen</translation>
    </message>
    <message>
        <source>Looking what your database user may do</source>
        <translation>Es wird nachgesehen, was der Datenbankbenutzer darf</translation>
    </message>
    <message>
        <source>Making the users</source>
        <translation>Die Benutzer werden angelegt</translation>
    </message>
    <message>
        <source>“%1” may not give “%2” the right %3. Nothing was changed. Do it as the owner of the tables.</source>
        <translation>„%1“ darf „%2“ das Recht %3 nicht geben. Nichts wurde geändert. Das kann der Besitzer der Tabellen.</translation>
    </message>
    <message>
        <source>“%1” cannot be the name of a database user. Nothing was changed.</source>
        <translation>„%1“ kann nicht der Name eines Datenbankbenutzers sein. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>“%1” is there already; its password stays as it is.</source>
        <translation>„%1“ gibt es schon; das Passwort bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>“%1” has no password yet: in psql, \password sets one.</source>
        <translation>„%1“ hat noch kein Passwort: In psql legt \password eines fest.</translation>
    </message>
    <message>
        <source>“%1” belongs to the superuser “%2”. Only a superuser can give it to the user for migrations.</source>
        <translation>„%1“ gehört dem Superuser „%2“. Nur ein Superuser kann es dem Benutzer für Migrationen geben.</translation>
    </message>
    <message>
        <source>The user for migrations has to be a member of “%1”, the owner of the tables. A superuser can do that: GRANT %2 TO %3;</source>
        <translation>Der Benutzer für Migrationen muss Mitglied von „%1“ sein, dem Besitzer der Tabellen. Ein Superuser kann das erledigen: GRANT %2 TO %3;</translation>
    </message>
    <message>
        <source>“%1” of “%2” is “%3”, not “%4”.</source>
        <translation>„%1“ von „%2“ ist „%3“, nicht „%4“.</translation>
    </message>
    <message>
        <source>“%1” of “%2” has no limit, not %3.</source>
        <translation>„%1“ von „%2“ hat keine Grenze, nicht %3.</translation>
    </message>
    <message>
        <source>“%1” of “%2” holds %3, not %4.</source>
        <translation>„%1“ von „%2“ fasst %3, nicht %4.</translation>
    </message>
    <message>
        <source>any length</source>
        <translation>jede Länge</translation>
    </message>
    <message>
        <source>“%1” of “%2” may be empty, but should not.</source>
        <translation>„%1“ von „%2“ darf leer sein, sollte es aber nicht.</translation>
    </message>
    <message>
        <source>“%1” of “%2” may not be empty, but should.</source>
        <translation>„%1“ von „%2“ darf nicht leer sein, sollte es aber.</translation>
    </message>
    <message>
        <source>The column “%1” of “%2” is missing.</source>
        <translation>Die Spalte „%1“ von „%2“ fehlt.</translation>
    </message>
    <message>
        <source>The primary key of “%1” is not “%2”.</source>
        <translation>Der Primärschlüssel von „%1“ ist nicht „%2“.</translation>
    </message>
    <message>
        <source>“%1” of “%2” does not refer to “%3”.</source>
        <translation>„%1“ von „%2“ verweist nicht auf „%3“.</translation>
    </message>
    <message>
        <source>The index “%1” of “%2” is missing.</source>
        <translation>Der Index „%1“ von „%2“ fehlt.</translation>
    </message>
    <message>
        <source>The table “%1” is missing.</source>
        <translation>Die Tabelle „%1“ fehlt.</translation>
    </message>
    <message>
        <source>The index “%1” is unusable: building it was interrupted. Applying its migration again builds it anew.</source>
        <translation>Der Index „%1“ ist unbrauchbar: Sein Aufbau wurde unterbrochen. Wird die Migration noch einmal angewendet, wird er neu aufgebaut.</translation>
    </message>
    <message>
        <source>The migration “%1” cannot be used, line %2: %3 Nothing was changed.</source>
        <translation>Die Migration „%1“ ist nicht verwendbar, Zeile %2: %3 Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>%1 cannot be used in a migration: the program begins and ends the transaction, and writes the history, itself.</source>
        <translation>%1 ist in einer Migration nicht verwendbar: Das Programm beginnt und beendet die Transaktion und schreibt den Verlauf selbst.</translation>
    </message>
    <message>
        <source>A setting would stay behind in the connection. Use SET LOCAL.</source>
        <translation>Eine Einstellung würde in der Verbindung zurückbleiben. Bitte SET LOCAL verwenden.</translation>
    </message>
    <message>
        <source>There is no value for “%1”.</source>
        <translation>Für „%1“ gibt es keinen Wert.</translation>
    </message>
    <message>
        <source>CONCURRENTLY cannot be in a transaction. Begin the file with “-- gsc: outside a transaction”.</source>
        <translation>CONCURRENTLY kann nicht in einer Transaktion stehen. Bitte die Datei mit „-- gsc: outside a transaction“ beginnen.</translation>
    </message>
    <message>
        <source>The program writes the history of migrations itself.</source>
        <translation>Den Verlauf der Migrationen schreibt das Programm selbst.</translation>
    </message>
    <message>
        <source>“%1” is no mark that this program knows.</source>
        <translation>„%1“ ist keine Markierung, die dieses Programm kennt.</translation>
    </message>
    <message>
        <source>It is not a text in UTF-8.</source>
        <translation>Sie ist kein Text in UTF-8.</translation>
    </message>
    <message>
        <source>It has no statement.</source>
        <translation>Sie enthält keine Anweisung.</translation>
    </message>
    <message>
        <source>Its two marks exclude each other.</source>
        <translation>Ihre zwei Markierungen schließen einander aus.</translation>
    </message>
    <message>
        <source>The folder of “%1” could not be made.</source>
        <translation>Der Ordner für „%1“ konnte nicht angelegt werden.</translation>
    </message>
    <message>
        <source>“%1” is being written.</source>
        <translation>„%1“ wird geschrieben.</translation>
    </message>
    <message>
        <source>Not tried in a staging database yet, as far as this computer knows: %1. Staging comes first.</source>
        <translation>Soweit dieser Computer weiß, noch nicht in einer Staging-Datenbank ausprobiert: %1. Staging kommt zuerst.</translation>
    </message>
    <message>
        <source>Creates the table “%1”.</source>
        <translation>Legt die Tabelle „%1“ an.</translation>
    </message>
    <message>
        <source>Removes the table “%1” with all its rows.</source>
        <translation>Entfernt die Tabelle „%1“ mit allen Zeilen.</translation>
    </message>
    <message>
        <source>Renames the table “%1”.</source>
        <translation>Benennt die Tabelle „%1“ um.</translation>
    </message>
    <message>
        <source>Adds the column “%1” to “%2”.</source>
        <translation>Fügt die Spalte „%1“ zu „%2“ hinzu.</translation>
    </message>
    <message>
        <source>Removes the column “%1” of “%2” with all its values.</source>
        <translation>Entfernt die Spalte „%1“ von „%2“ mit allen Werten.</translation>
    </message>
    <message>
        <source>Changes the column “%1” of “%2”.</source>
        <translation>Ändert die Spalte „%1“ von „%2“.</translation>
    </message>
    <message>
        <source>Adds the index “%1” to “%2”.</source>
        <translation>Fügt den Index „%1“ zu „%2“ hinzu.</translation>
    </message>
    <message>
        <source>Removes the index “%1”.</source>
        <translation>Entfernt den Index „%1“.</translation>
    </message>
    <message>
        <source>Makes the extension “%1” available in the database.</source>
        <translation>Macht die Erweiterung „%1“ in der Datenbank verfügbar.</translation>
    </message>
    <message>
        <source>Changes rows of “%1”.</source>
        <translation>Ändert Zeilen von „%1“.</translation>
    </message>
    <message>
        <source>Adds rows to “%1”.</source>
        <translation>Fügt Zeilen zu „%1“ hinzu.</translation>
    </message>
    <message>
        <source>Removes rows of “%1”.</source>
        <translation>Entfernt Zeilen von „%1“.</translation>
    </message>
    <message>
        <source>Runs %1 …</source>
        <translation>Führt %1 aus …</translation>
    </message>
    <message>
        <source>Somebody else holds what this migration needs, and did not let go in time.</source>
        <translation>Jemand anderes hält, was diese Migration braucht, und hat es nicht rechtzeitig freigegeben.</translation>
    </message>
    <message>
        <source>The database cannot read the SQL of this migration.</source>
        <translation>Die Datenbank kann das SQL dieser Migration nicht lesen.</translation>
    </message>
    <message>
        <source>Your database user is not allowed to do this.</source>
        <translation>Dem Datenbankbenutzer ist das nicht erlaubt.</translation>
    </message>
    <message>
        <source>What this migration makes is there already.</source>
        <translation>Was diese Migration anlegt, ist schon vorhanden.</translation>
    </message>
    <message>
        <source>Something that this migration builds on is not there.</source>
        <translation>Etwas, worauf diese Migration aufbaut, ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>Rows that are in the database do not allow this change.</source>
        <translation>Zeilen in der Datenbank lassen diese Änderung nicht zu.</translation>
    </message>
    <message>
        <source>The disk or the memory is full.</source>
        <translation>Der Datenträger oder der Arbeitsspeicher ist voll.</translation>
    </message>
    <message>
        <source>The connection to the database broke.</source>
        <translation>Die Verbindung zur Datenbank ist abgebrochen.</translation>
    </message>
    <message>
        <source>It was stopped.</source>
        <translation>Es wurde angehalten.</translation>
    </message>
    <message>
        <source>The database refused, for a reason that this program does not know.</source>
        <translation>Die Datenbank hat abgelehnt, aus einem Grund, den dieses Programm nicht kennt.</translation>
    </message>
    <message>
        <source>Wait a little and try again.</source>
        <translation>Bitte etwas warten und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Look who holds the lock; an idle program can be asked to let go.</source>
        <translation>Bitte nachsehen, wer die Sperre hält; ein untätiges Programm kann man bitten, sie freizugeben.</translation>
    </message>
    <message>
        <source>Show the line to whoever wrote the migration.</source>
        <translation>Bitte die Zeile der Person zeigen, die die Migration geschrieben hat.</translation>
    </message>
    <message>
        <source>Try the corrected file on a copy first.</source>
        <translation>Bitte die berichtigte Datei zuerst an einer Kopie ausprobieren.</translation>
    </message>
    <message>
        <source>Use the database user that is meant for migrations.</source>
        <translation>Bitte den Datenbankbenutzer verwenden, der für Migrationen gedacht ist.</translation>
    </message>
    <message>
        <source>Or ask the person who looks after the database for the right.</source>
        <translation>Oder die Person, die die Datenbank betreut, um das Recht bitten.</translation>
    </message>
    <message>
        <source>If the change is there from elsewhere, adopt it, so that the history says so.</source>
        <translation>Ist die Änderung schon von anderswo vorhanden, bitte übernehmen, damit der Verlauf es sagt.</translation>
    </message>
    <message>
        <source>If two files make the same thing, remove the duplicate.</source>
        <translation>Legen zwei Dateien dasselbe an, bitte die doppelte entfernen.</translation>
    </message>
    <message>
        <source>Compare what is expected with what is there.</source>
        <translation>Bitte vergleichen, was erwartet wird und was vorhanden ist.</translation>
    </message>
    <message>
        <source>Perhaps a migration before this one is missing.</source>
        <translation>Vielleicht fehlt eine Migration vor dieser.</translation>
    </message>
    <message>
        <source>Correct the rows first, then try again.</source>
        <translation>Bitte zuerst die Zeilen berichtigen, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Free some space, then try again.</source>
        <translation>Bitte Platz schaffen, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Look at the status, then try again when the connection is stable.</source>
        <translation>Bitte den Status ansehen und noch einmal versuchen, wenn die Verbindung stabil ist.</translation>
    </message>
    <message>
        <source>Try again whenever it suits.</source>
        <translation>Bitte noch einmal versuchen, wann immer es passt.</translation>
    </message>
    <message>
        <source>Show the database&apos;s own words to the person who looks after it.</source>
        <translation>Bitte die Meldung der Datenbank im Wortlaut der Person zeigen, die sie betreut.</translation>
    </message>
    <message>
        <source>Meanwhile more was added to “%1” than was agreed to be lost. Make the plan again, and a new backup with it.</source>
        <translation>Inzwischen ist zu „%1“ mehr hinzugekommen, als nach der Bestätigung verloren gehen darf. Bitte den Plan neu erstellen, und mit ihm eine neue Sicherung.</translation>
    </message>
    <message>
        <source>Afterwards rows of “%1” would refer to rows of “%2” that are not there. Nothing was changed.</source>
        <translation>Danach würden Zeilen von „%1“ auf Zeilen von „%2“ verweisen, die es nicht gibt. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Applying %1, statement %2 of %3</source>
        <translation>%1 wird angewendet, Anweisung %2 von %3</translation>
    </message>
    <message>
        <source>Rolling back %1, statement %2 of %3</source>
        <translation>%1 wird zurückgenommen, Anweisung %2 von %3</translation>
    </message>
    <message>
        <source>Another program is just building the index “%1”. Nothing was changed; try again when it is done.</source>
        <translation>Ein anderes Programm baut gerade den Index „%1“ auf. Nichts wurde geändert; versuchen Sie es noch einmal, wenn es fertig ist.</translation>
    </message>
    <message>
        <source>It could not be tried out on a copy. %1</source>
        <translation>Es konnte nicht an einer Kopie ausprobiert werden. %1</translation>
    </message>
    <message>
        <source>Tried out in %1, %2 ms.</source>
        <translation>Ausprobiert in %1, %2 ms.</translation>
    </message>
    <message>
        <source>“%1” could not be tried out there.</source>
        <translation>„%1“ konnte dort nicht ausprobiert werden.</translation>
    </message>
    <message>
        <source>Backup: %1</source>
        <translation>Sicherung: %1</translation>
    </message>
    <message>
        <source>Applied %1</source>
        <translation>%1 angewendet</translation>
    </message>
    <message>
        <source>Rolled back %1</source>
        <translation>%1 zurückgenommen</translation>
    </message>
    <message>
        <source>%1 was done by another program meanwhile.</source>
        <translation>%1 wurde inzwischen von einem anderen Programm getan.</translation>
    </message>
    <message>
        <source>%1 was left out: its extension cannot be made here. The program works without it.</source>
        <translation>%1 wurde ausgelassen: Die Erweiterung dafür kann hier nicht angelegt werden. Das Programm kommt ohne sie aus.</translation>
    </message>
    <message>
        <source>“%1” failed on the copy. The database was not touched.</source>
        <translation>„%1“ ist an der Kopie misslungen. Die Datenbank wurde nicht angefasst.</translation>
    </message>
    <message>
        <source>“%1” failed.</source>
        <translation>„%1“ ist misslungen.</translation>
    </message>
    <message>
        <source>%1, line %2: %3</source>
        <translation>%1, Zeile %2: %3</translation>
    </message>
    <message>
        <source>The database says: %1</source>
        <translation>Die Datenbank sagt: %1</translation>
    </message>
    <message>
        <source>“%1” is there already. Nothing was changed; give a new file.</source>
        <translation>„%1“ ist schon da. Nichts wurde geändert; geben Sie eine neue Datei an.</translation>
    </message>
    <message>
        <source>“%1” runs outside of a transaction: what it did before stays, and applying goes on with it.</source>
        <translation>„%1“ läuft außerhalb einer Transaktion: Was es vorher getan hat, bleibt, und Anwenden setzt es fort.</translation>
    </message>
    <message>
        <source>Another program is just making the tables of the history. Nothing was changed; try again.</source>
        <translation>Ein anderes Programm legt gerade die Tabellen des Verlaufs an. Nichts wurde geändert; bitte noch einmal versuchen.</translation>
    </message>
</context>
<context>
    <name>Secrets::KeyringStore</name>
    <message>
        <source>The keyring has no password for this profile.</source>
        <translation>Der Schlüsselbund hat kein Passwort für dieses Profil.</translation>
    </message>
    <message>
        <source>The keyring is locked or refused access. Nothing was changed. Unlock it and try again.</source>
        <translation>Der Schlüsselbund ist gesperrt oder hat den Zugriff verweigert. Nichts wurde geändert. Bitte entsperren und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>There is no keyring here that works. Nothing was stored. Use the vault, or keep the password for this session only.</source>
        <translation>Hier gibt es keinen Schlüsselbund, der funktioniert. Nichts wurde gespeichert. Bitte den Tresor verwenden oder das Passwort nur für diese Sitzung aufbewahren.</translation>
    </message>
    <message>
        <source>The keyring does not keep what is given to it. Use the vault, or keep the password for this session only.</source>
        <translation>Der Schlüsselbund behält nicht, was ihm gegeben wird. Bitte den Tresor verwenden oder das Passwort nur für diese Sitzung aufbewahren.</translation>
    </message>
    <message>
        <source>The keyring does not answer. It may be waiting for you in a window of its own. Look for that window, then try again.</source>
        <translation>Der Schlüsselbund antwortet nicht. Vielleicht wartet er in einem eigenen Fenster auf eine Eingabe. Bitte dieses Fenster suchen und es dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Not tested yet</source>
        <translation>Noch nicht getestet</translation>
    </message>
    <message>
        <source>Works</source>
        <translation>Funktioniert</translation>
    </message>
    <message>
        <source>Locked, or access was refused</source>
        <translation>Gesperrt, oder der Zugriff wurde verweigert</translation>
    </message>
    <message>
        <source>Does not answer</source>
        <translation>Antwortet nicht</translation>
    </message>
    <message>
        <source>There is no keyring here</source>
        <translation>Hier gibt es keinen Schlüsselbund</translation>
    </message>
</context>
<context>
    <name>Secrets::SecretMove</name>
    <message>
        <source>The new place did not keep the password as it is. It stays in the old place, and nothing is lost.</source>
        <translation>Der neue Ort hat das Passwort nicht unverändert aufbewahrt. Es bleibt am alten Ort, und nichts ist verloren.</translation>
    </message>
    <message>
        <source>The password is in the new place now, but could not be removed from the old one. Remove it there yourself, or try again.</source>
        <translation>Das Passwort ist jetzt am neuen Ort, konnte aber vom alten nicht entfernt werden. Bitte dort selbst entfernen oder es noch einmal versuchen.</translation>
    </message>
</context>
<context>
    <name>Secrets::SessionStore</name>
    <message>
        <source>This session has no password for this profile.</source>
        <translation>Diese Sitzung hat kein Passwort für dieses Profil.</translation>
    </message>
</context>
<context>
    <name>Secrets::Vault</name>
    <message>
        <source>The vault is damaged and was not opened. Nothing was changed. Put a copy of it from a backup in its place, or move it away and begin a new one.</source>
        <translation>Der Tresor ist beschädigt und wurde nicht geöffnet. Nichts wurde geändert. Bitte durch eine Sicherungskopie ersetzen, oder ihn woandershin verschieben und einen neuen beginnen.</translation>
    </message>
    <message>
        <source>A newer version of this program wrote this vault. It was not opened, and nothing was changed. Update this program.</source>
        <translation>Eine neuere Version dieses Programms hat diesen Tresor geschrieben. Er wurde nicht geöffnet, und nichts wurde geändert. Bitte dieses Programm aktualisieren.</translation>
    </message>
    <message>
        <source>A vault needs a passphrase. Nothing was changed.</source>
        <translation>Ein Tresor braucht eine Passphrase. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>This is not the vault&apos;s passphrase. The vault itself is in order and was not changed. Try again.</source>
        <translation>Das ist nicht die Passphrase des Tresors. Der Tresor selbst ist in Ordnung und wurde nicht verändert. Bitte noch einmal versuchen.</translation>
    </message>
    <message>
        <source>There is not enough memory to work with the vault. Nothing was changed. Close other programs and try again.</source>
        <translation>Für die Arbeit mit dem Tresor reicht der Arbeitsspeicher nicht. Nichts wurde geändert. Bitte andere Programme schließen und es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The password has characters that cannot be stored. Nothing was changed.</source>
        <translation>Das Passwort enthält Zeichen, die nicht gespeichert werden können. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The vault is full: it takes 1 MiB. Nothing was changed.</source>
        <translation>Der Tresor ist voll: Er fasst 1 MiB. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The vault was given another passphrase meanwhile. Nothing was changed. Unlock it again.</source>
        <translation>Der Tresor hat inzwischen eine andere Passphrase bekommen. Nichts wurde geändert. Bitte noch einmal entsperren.</translation>
    </message>
    <message>
        <source>The passphrase is right, but its content is not what was written.</source>
        <translation>Die Passphrase stimmt, aber der Inhalt ist nicht, was geschrieben wurde.</translation>
    </message>
    <message>
        <source>Its content has no meaning.</source>
        <translation>Sein Inhalt ergibt keinen Sinn.</translation>
    </message>
    <message>
        <source>It is too short.</source>
        <translation>Es ist zu kurz.</translation>
    </message>
</context>
<context>
    <name>Secrets::VaultFile</name>
    <message>
        <source>“%1” is a link. A vault has to be the file itself. Nothing was changed.</source>
        <translation>„%1“ ist eine Verknüpfung. Ein Tresor muss die Datei selbst sein. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>There is already a vault. It was not changed. Unlock it with its passphrase.</source>
        <translation>Es gibt schon einen Tresor. Er wurde nicht verändert. Bitte mit seiner Passphrase entsperren.</translation>
    </message>
    <message>
        <source>The vault is locked. Unlock it first.</source>
        <translation>Der Tresor ist gesperrt. Bitte zuerst entsperren.</translation>
    </message>
</context>
<context>
    <name>Secrets::VaultStore</name>
    <message>
        <source>The vault does not answer. Whether it was changed is not known. Look whether its disk works, then try again.</source>
        <translation>Der Tresor antwortet nicht. Ob er geändert wurde, ist nicht bekannt. Bitte nachsehen, ob sein Datenträger funktioniert, und es dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The vault has no password for this profile.</source>
        <translation>Der Tresor hat kein Passwort für dieses Profil.</translation>
    </message>
</context>
<context>
    <name>Tables</name>
    <message>
        <source>The table “%1” is defined with words that this program does not run, because they could do more than define a table. Nothing was changed.</source>
        <translation>Die Tabelle „%1“ ist mit Wörtern definiert, die dieses Programm nicht ausführt, weil sie mehr tun könnten, als eine Tabelle zu definieren. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The server did not say which tables it has. Nothing was changed.</source>
        <translation>Der Server hat nicht gesagt, welche Tabellen er hat. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The description of the tables is damaged. Nothing was changed; use another backup.</source>
        <translation>Die Beschreibung der Tabellen ist beschädigt. Nichts wurde geändert; bitte eine andere Sicherung verwenden.</translation>
    </message>
    <message>
        <source>Reading the rows</source>
        <translation>Die Zeilen werden gelesen</translation>
    </message>
</context>
<context>
    <name>Tables::CopyInto</name>
    <message>
        <source>The database has something named “%1” already. Nothing was changed; choose an empty database.</source>
        <translation>Die Datenbank enthält schon etwas mit dem Namen „%1“. Nichts wurde geändert; bitte eine leere Datenbank wählen.</translation>
    </message>
    <message>
        <source>Writing the rows</source>
        <translation>Die Zeilen werden geschrieben</translation>
    </message>
    <message>
        <source>Making keys and indexes</source>
        <translation>Schlüssel und Indizes werden angelegt</translation>
    </message>
</context>
<context>
    <name>Tables::Names</name>
    <message>
        <source>The name “%1” is too long for PostgreSQL. Nothing was changed.</source>
        <translation>Der Name „%1“ ist zu lang für PostgreSQL. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>SQLite keeps the name “%1” for itself. Nothing was changed.</source>
        <translation>SQLite behält den Namen „%1“ für sich. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>SQLite cannot tell “%1” and “%2” apart. Nothing was changed; choose another kind of backup.</source>
        <translation>SQLite kann „%1“ und „%2“ nicht auseinanderhalten. Nichts wurde geändert; wählen Sie eine andere Art von Sicherung.</translation>
    </message>
</context>
<context>
    <name>Tables::Portable</name>
    <message>
        <source>Copying the rows</source>
        <translation>Die Zeilen werden kopiert</translation>
    </message>
    <message>
        <source>Making the indexes</source>
        <translation>Die Indizes werden angelegt</translation>
    </message>
    <message>
        <source>The database has no table “%1”. Nothing was written.</source>
        <translation>Die Datenbank hat keine Tabelle „%1“. Nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>The snapshot does not say how its tables were made: it is damaged. Use another backup.</source>
        <translation>Der Schnappschuss sagt nicht, wie seine Tabellen angelegt wurden: Er ist beschädigt. Bitte eine andere Sicherung verwenden.</translation>
    </message>
    <message>
        <source>The snapshot was written by a newer version of this program. Nothing was changed; install that version to read it.</source>
        <translation>Der Schnappschuss wurde von einer neueren Version dieses Programms geschrieben. Nichts wurde geändert; mit jener Version ist er lesbar.</translation>
    </message>
</context>
<context>
    <name>Tables::Scratch</name>
    <message>
        <source>The database user may create neither a database nor a schema, so nothing can be tried out on %1. Nothing was changed. Ask for the right CREATEDB, or choose another place.</source>
        <translation>Der Datenbankbenutzer darf weder eine Datenbank noch ein Schema anlegen, deshalb lässt sich auf %1 nichts ausprobieren. Nichts wurde geändert. Bitte um das Recht CREATEDB bitten oder einen anderen Ort wählen.</translation>
    </message>
    <message>
        <source>Making a place to try it out</source>
        <translation>Ein Ort zum Ausprobieren wird angelegt</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>diesem Computer</translation>
    </message>
    <message>
        <source>a scratch database on %1</source>
        <translation>eine Probedatenbank auf %1</translation>
    </message>
    <message>
        <source>a scratch schema on %1</source>
        <translation>ein Probeschema auf %1</translation>
    </message>
    <message>
        <source>a scratch file</source>
        <translation>einer Probedatei</translation>
    </message>
</context>
</TS>
