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

Examples:
  gsc-admin gsctracking.db
  gsc-admin &apos;postgresql://gscuser@db.example.com/gsctracking&apos;
  gsc-admin --from backend/appsettings.Development.json
  gsc-admin explain &quot;$DATABASE_URL&quot; --json
  printenv DATABASE_URL | gsc-admin profiles add Staging - --environment staging
  gsc-admin check Staging
  gsc-admin Staging

Exit codes: 0 done, 1 failed, 2 wrong usage or a connection string that cannot be read,
3 no connection.</source>
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

Beispiele:
  gsc-admin gsctracking.db
  gsc-admin &apos;postgresql://gscuser@db.example.com/gsctracking&apos;
  gsc-admin --from backend/appsettings.Development.json
  gsc-admin explain &quot;$DATABASE_URL&quot; --json
  printenv DATABASE_URL | gsc-admin profiles add Staging - --environment staging
  gsc-admin check Staging
  gsc-admin Staging

Rückgabewerte: 0 erledigt, 1 fehlgeschlagen, 2 falscher Aufruf oder eine Verbindungszeichenfolge,
die nicht lesbar ist, 3 keine Verbindung.</translation>
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
    <name>Gui::MainWindow</name>
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
        <translation>Aufbewahrte Änderungen sind wieder da, wenn diese Datenbank das nächste Mal geöffnet wird.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Keep for next time</source>
        <translation>Für nächstes Mal aufbewahren</translation>
    </message>
    <message>
        <source>Enter the password…</source>
        <translation>Passwort eingeben…</translation>
    </message>
    <message>
        <source>Trash (%1)</source>
        <translation>Papierkorb (%1)</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Query log</source>
        <translation>Abfrageprotokoll</translation>
    </message>
    <message>
        <source>&amp;Unlock for changes…</source>
        <translation>Für Änderungen en&amp;tsperren…</translation>
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
        <source>Unlocked for changes: %1</source>
        <translation>Für Änderungen entsperrt: %1</translation>
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
        <source>empty where the server asks for none</source>
        <translation>leer, wenn der Server keines verlangt</translation>
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
        <source>“%1” is damaged and could not be renamed. It was left as it is.</source>
        <translation>„%1“ ist beschädigt und konnte nicht umbenannt werden. Die Datei wurde nicht verändert.</translation>
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
        <source>It is too short, or does not begin like a vault.</source>
        <translation>Er ist zu kurz oder beginnt nicht wie ein Tresor.</translation>
    </message>
    <message>
        <source>Its header does not match the header&apos;s checksum.</source>
        <translation>Sein Kopf passt nicht zur Prüfsumme des Kopfes.</translation>
    </message>
    <message>
        <source>A newer version of this program wrote this vault. It was not opened, and nothing was changed. Update this program.</source>
        <translation>Eine neuere Version dieses Programms hat diesen Tresor geschrieben. Er wurde nicht geöffnet, und nichts wurde geändert. Bitte dieses Programm aktualisieren.</translation>
    </message>
    <message>
        <source>Format %1.</source>
        <translation>Format %1.</translation>
    </message>
    <message>
        <source>It asks for more or less work than any vault of this program.</source>
        <translation>Er verlangt mehr oder weniger Rechenaufwand als jeder Tresor dieses Programms.</translation>
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
    <name>Secrets::VaultLock</name>
    <message>
        <source>The vault could not be locked against other programs. Nothing was changed.</source>
        <translation>Der Tresor konnte nicht gegen andere Programme gesperrt werden. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Another program is using the vault. Nothing was changed. Try again when it has finished.</source>
        <translation>Ein anderes Programm benutzt den Tresor. Nichts wurde geändert. Bitte noch einmal versuchen, wenn es fertig ist.</translation>
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
</TS>
