-- SPDX-FileCopyrightText: The mkprofile contributors
-- SPDX-License-Identifier: Apache-2.0
--
-- Several servers with one database: what the button of a link has made is noted here, sealed with
-- the key of links, so that a link has one password whichever server is asked. Rows go with their
-- links; what is sealed goes after ten minutes.

CREATE TABLE mkprofile_links (
  link text PRIMARY KEY,     -- which link; nobody can make a link of it
  made bigint,               -- when the last profile was made, in seconds since 1970 UTC
  sealed text,               -- the rest, for who has the key of links
  expires bigint NOT NULL    -- when the link ends
);
CREATE INDEX ON mkprofile_links (expires);
CREATE INDEX ON mkprofile_links (made) WHERE sealed IS NOT NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON mkprofile_links TO mkprofile;
