cp "$ROOT/Tests/FixtureFiles/root.pem" .
