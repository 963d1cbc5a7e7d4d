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
</context>
<context>
    <name>App::CommandLine</name>
    <message>
        <source>Usage: gsc-admin [OPTIONS] [CONNECTION]
       gsc-admin explain STRING [--json]

Opens the window on CONNECTION. Without it: on DATABASE_URL, then on
ConnectionStrings__DefaultConnection, then on the database used last.

CONNECTION is a file, &quot;Data Source=…&quot;, a postgresql:// address, Npgsql&apos;s &quot;Host=…;Database=…&quot; or
libpq&apos;s &quot;host=… dbname=…&quot;.

Options:
  --from FILE    read the connection string out of an appsettings*.json or .env file
  --trace FILE   write where time goes, as Chrome trace events
  --help         this text
  --version      the version

Verbs without a window:
  explain STRING [--json]   what a connection string means; connects to nothing

Examples:
  gsc-admin gsctracking.db
  gsc-admin &apos;postgresql://gscuser@db.example.com/gsctracking&apos;
  gsc-admin --from backend/appsettings.Development.json
  gsc-admin explain &quot;$DATABASE_URL&quot; --json

Exit codes: 0 done, 1 failed, 2 wrong usage or a connection string that cannot be read,
3 no connection.</source>
        <translation>Aufruf: gsc-admin [OPTIONEN] [VERBINDUNG]
        gsc-admin explain TEXT [--json]

Öffnet das Fenster mit VERBINDUNG. Ohne diese Angabe: mit DATABASE_URL, sonst mit
ConnectionStrings__DefaultConnection, sonst mit der zuletzt benutzten Datenbank.

VERBINDUNG ist eine Datei, &quot;Data Source=…&quot;, eine Adresse postgresql://…, &quot;Host=…;Database=…&quot; wie
bei Npgsql oder &quot;host=… dbname=…&quot; wie bei libpq.

Optionen:
  --from DATEI   die Verbindungszeichenfolge aus einer appsettings*.json- oder .env-Datei lesen
  --trace DATEI  aufzeichnen, womit Zeit vergeht, als Ereignisse für Chrome
  --help         dieser Text
  --version      die Version

Befehle ohne Fenster:
  explain TEXT [--json]     was eine Verbindungszeichenfolge bedeutet; verbindet mit nichts

Beispiele:
  gsc-admin gsctracking.db
  gsc-admin &apos;postgresql://gscuser@db.example.com/gsctracking&apos;
  gsc-admin --from backend/appsettings.Development.json
  gsc-admin explain &quot;$DATABASE_URL&quot; --json

Rückgabewerte: 0 erledigt, 1 fehlgeschlagen, 2 falscher Aufruf oder unlesbare Verbindungszeichenfolge,
3 keine Verbindung.</translation>
    </message>
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
        <source>--json belongs to explain. See gsc-admin --help.</source>
        <translation>--json gehört zu explain. Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>One connection string is expected; put it in quotes. See gsc-admin --help.</source>
        <translation>Erwartet wird eine einzige Verbindungszeichenfolge; bitte in Anführungszeichen setzen. Siehe gsc-admin --help.</translation>
    </message>
    <message>
        <source>Give either a connection string or --from, not both.</source>
        <translation>Bitte entweder eine Verbindungszeichenfolge oder --from angeben, nicht beides.</translation>
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
        <source>“%1” could not prove that it is the right server: its certificate was not accepted. Nothing was sent to it.</source>
        <translation>„%1“ konnte nicht beweisen, der richtige Server zu sein: Das Zertifikat wurde nicht anerkannt. Es wurde nichts dorthin gesendet.</translation>
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
        <source>“%1” has no free connection. Try again in a moment.</source>
        <translation>„%1“ hat keine freie Verbindung. Bitte gleich noch einmal versuchen.</translation>
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
    <name>Gui::CellEditor</name>
    <message>
        <source>%1/%2</source>
        <comment>characters used and allowed</comment>
        <translation>%1/%2</translation>
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
        <source>&amp;Phone</source>
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
</context>
<context>
    <name>Gui::Environment</name>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>Local</source>
        <translation>Lokal</translation>
    </message>
    <message>
        <source>PostgreSQL</source>
        <translation>PostgreSQL</translation>
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
</context>
<context>
    <name>Gui::MainWindow</name>
    <message>
        <source>SQLite databases (*.db *.sqlite *.sqlite3);;All files (*)</source>
        <translation>SQLite-Datenbanken (*.db *.sqlite *.sqlite3);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
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
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt benutzt</translation>
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
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Customers</source>
        <translation>&amp;Kunden</translation>
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
        <source>Your unsaved changes are kept and come back with that database.</source>
        <translation>Die nicht gespeicherten Änderungen bleiben erhalten und sind mit dieser Datenbank wieder da.</translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation>%1 wird geöffnet…</translation>
    </message>
    <message>
        <source>A database that has been asleep may take a few seconds to wake up.</source>
        <translation>Eine ruhende Datenbank braucht vielleicht ein paar Sekunden, um aufzuwachen.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
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
    <message>
        <source>recently used</source>
        <translation>zuletzt benutzt</translation>
    </message>
    <message>
        <source>About GSC Tracking Admin</source>
        <translation>Über GSC Tracking Admin</translation>
    </message>
    <message>
        <source>&lt;b&gt;GSC Tracking Admin %1&lt;/b&gt;&lt;p&gt;Edit customers and look after the database of GSC Tracking.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;</source>
        <translation>&lt;b&gt;GSC Tracking Admin %1&lt;/b&gt;&lt;p&gt;Kunden bearbeiten und die Datenbank von GSC Tracking pflegen.&lt;/p&gt;&lt;p&gt;Freie Software unter der GNU General Public License, Version 3 oder neuer.&lt;/p&gt;</translation>
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
        <translation>Ver&amp;werfen</translation>
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
        <source>Connect to &amp;PostgreSQL…</source>
        <translation>Mit &amp;PostgreSQL verbinden…</translation>
    </message>
    <message>
        <source>Paste the connection string of Neon, Azure, Supabase or your own server.</source>
        <translation>Die Verbindungszeichenfolge von Neon, Azure, Supabase oder dem eigenen Server einfügen.</translation>
    </message>
    <message>
        <source>Recently used</source>
        <translation>Zuletzt benutzt</translation>
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
    <name>Schema</name>
    <message>
        <source>This database has a Customer table already. Nothing was changed.</source>
        <translation>Diese Datenbank hat schon eine Tabelle Customer. Nichts wurde geändert.</translation>
    </message>
</context>
</TS>
