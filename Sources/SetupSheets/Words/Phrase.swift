// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Every sentence, label and heading that a sheet can have: the keys of the languages.
enum Phrase: String, CaseIterable, Sendable {
  // Labels of values.
  case serverName, port, security, authentication, userName, password
  case menuWord, senderAddress, smtpServer, smtpAuthentication, serverKind

  // How a connection is protected and how people log in.
  case securityTLS, securitySTARTTLS, securityNone
  case authPassword, authEncryptedPassword, authOAuth2, authKerberos, authNTLM
  case authClientCertificate, authNone, or, turnedOn

  // What stands for values that are not known or not printed.
  case ownName, ownAddress, ownLocalPart, ownAddressInside, ownLocalPartInside
  case mailboxPassword, mailboxPasswordStrip, passwordInBrowser, passwordNotNeeded
  case deviceAddress, programAddress

  // The head of a sheet.
  case clientTitle, deviceTitle, forAddress, forPerson, forDomain, warning, important

  // What comes before everything else.
  case first, firstWebmail, firstLogin, firstPassword

  // The values of a mail program.
  case valuesHeading, incomingCaption, outgoingCaption, usernameDiffers, unprotected

  // The other services.
  case servicesHeading, servicesCaption, sameLogin, loginLine
  case caldav, webcal, carddav, webdav, jmap, activeSync, ews, webmail
  case directoryCaption, sieveCaption, searchBase, scopeBase, scopeOneLevel, scopeSubtree
  case openToAll

  // What to do in a mail program, and what goes wrong.
  case stepsHeading, stepAdd, stepIdentity, stepIdentityOnly, stepIncoming
  case stepOutgoing, stepOutgoingOpen, stepTest
  case checksHeading, checksIntro, checkIncoming, checkOutgoing
  case pitfallsHeading, pitfallFullAddress, pitfallPanel, pitfallOutgoing, pitfallName
  case pitfallCertificates
  case othersHeading, othersCaption, othersIncoming, othersOutgoing, othersPOP3
  case troubleHeading, troublePassword, troubleApp, troubleChanged
  case troubleCertificate, troubleAppPage, troubleElsewhere, otherPorts
  case download, enough, deviceElsewhere, waysHeading, laterHeading, labelsInEnglish

  // What programs do with calendars and address books.
  case servicesDAVx5, servicesApple, servicesNone

  // Copying mail from another provider.
  case sourceCaption, targetCaption, askOldProvider, oldAddress, oldPassword

  // The records of a domain.
  case recordsHeading, recordName, recordType, recordPriority, recordValue
  case recordsMail, recordsSender, recordsSetup, recordsServices, recordsDelivery
  case recordsCertificates, recordSPF, recordDKIM, recordDMARC, recordBIMI
  case recordOneSPF, recordDigest, recordCAA

  // Devices.
  case rulesHeading, ruleAuthentication, ruleSuitable, ruleName, ruleMailbox
  case ruleMailboxProgram, ruleNoIncoming
  case deviceCaption, portsCaption, portsChoice
  case opportunistic, onlySTARTTLS, onlyTLS, senderDiffers
  case deviceStepTyping, deviceStepClock, deviceStepTest, deviceStepScan
  case limitsHeading, limitPassword, limitPlus, limitLogin, limitResolution
  case codesHeading, codesCaption, code, meaning, code535, code530, code421, code550

  // Codes, pages and the strip to cut off.
  case scanHeading, scanProfile, scanProfileSteps, scanThunderbird, scanThunderbirdSteps
  case scanDAVx5, scanDAVx5Steps
  case pageOf, cutHere, indexTitle, indexCaption, indexName, indexAddress, indexPage, bookTitle

  // Who helps.
  case supportHeading, supportCaption, supportEmail, supportPhone, supportPage, supportHours
  case supportGuide, supportPassword, supportAppPassword, supportStatus

  // Forms of programs.
  case quoted, yourName, emailAddress, accountName, accountType, serverAndPort, pathPrefix, box
  case accountCaption, optionalField, laterField, ticked, unticked, beforeHeading
  case openPath, pathOfVersion, hedge, unconfirmed, retired, retiredInstead
  case cannotProtect, cannotPort, cannotLogIn, cannotRead, profileCaption, profileLink
  case stepAccount, stepIncomingValues, stepOutgoingValues, stepRemoveOld

  // Abilities of devices.
  case deviceStepPage, deviceStepValues
  case unsuitableAddress, unsuitableLogin, unsuitableTLS, sameSender, opportunisticDevice, oldTLS
  case deviceLimitPassword, deviceLimitLogin, deviceLimitSender, deviceLimitPlus
  case deviceLimitMessage, brokenLogin, brokenSender, brokenPlus
  case insteadHeading, insteadRelay, insteadFolder, deviceStepCertificates

  // The set-up page.
  case pageTitle, pageAbout, pageIntro, pageContinue, pageNoPassword, pageLanguage
  case pageNotAddress
  case pageUnserved, pageOther, pagePrinter, pageDownload, pageSafari, pageCannotInstall
  case pageAsks, pageAsksNothing, pageTimes, pagePassphrase, pageTap, pagePhone, pagePhoneSteps
  case pageDevice, pageShow, pagePrint, pageCopy, pageCopied, pageCopyAll, pageCopyLink
  case pageGet, pageClick, pageOpenIn, pageRecommended, pageOthers, pageRetired, pageGuides,
    pageParts
  case pageSamePassword, partMail, partSending, partCalendars, partContacts, partDirectory

  // The page of a link.
  case linkIntro, linkIntroPassword, linkOnce, linkElsewhere, linkMade, linkAgain, linkMakeNew
  case linkFetchAgain, linkUsed, linkOver, linkDownloadOver, linkWithdrawn, linkUnknown
  case linkFailed, linkInsecure, moment

  // Which edition a sheet is.
  case issued, template, settingsEdition
}
